// SPDX-License-Identifier: Apache-2.0
// What a client of OpenAI Realtime may ask a session to be. The server has one kind alone: audio of
// 24,000 samples per second, and turns that the client ends.
#pragma once

#include "server/json_field.h"

namespace clamor::server {

// `session`: of a session.update. Throws ApiError where it asks for another kind. `beta_names`:
// without a type, with members of the older shape.
void CheckSetup(const JsonField& session, bool beta_names);

}  // namespace clamor::server
