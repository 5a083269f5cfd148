// SPDX-License-Identifier: Apache-2.0
// Nothing: an object for the precompiled header to belong to.
