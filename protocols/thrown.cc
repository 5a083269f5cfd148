// SPDX-License-Identifier: Apache-2.0
#include "protocols/thrown.h"

#include <exception>

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;

}  // namespace

std::string WhatWasThrown() {
  try {
    throw;
  } catch (const std::exception& error) {
    return ForTerminal(error.what(), kShown);
  } catch (...) {
    return "something that is no std::exception";
  }
}

}  // namespace clamor
