// SPDX-License-Identifier: Apache-2.0
// What a suite's or a dialect's code threw, as one line.
#pragma once

#include <string>

namespace clamor {

// Of the exception that is being handled: to be called in a catch block.
std::string WhatWasThrown();

}  // namespace clamor
