// SPDX-License-Identifier: Apache-2.0
// What profilers left, made into files that people open in a browser or an editor.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "target/guard.h"
#include "target/profile/profiler.h"

namespace clamor {

struct Artefact {
  std::filesystem::path file;
  std::string title;
};

// Makes of the files in the plan's folder what people open. Throws std::runtime_error, one line,
// when there are none, a file cannot be read, or a converting program fails; CannotProfile where
// the kernel kept what is needed to itself.
std::vector<Artefact> MakeArtefacts(const ProfilePlan& plan, Guard& guard);

}  // namespace clamor
