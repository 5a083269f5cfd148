// SPDX-License-Identifier: Apache-2.0
// The models that the server knows by name, and the service times of those that have their own. Any
// other model is served as well: which names there are is for a real server to judge.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/distribution.h"
#include "server/service_model.h"

namespace clamor::server {

class ModelTable {
 public:
  // "gpt-4=constant:400ms/constant:25ms", or with the content events behind another slash. A name
  // that ends in `*` stands for all that begin so. Throws std::invalid_argument with one line.
  void Add(std::string_view text);

  // The times of the model: its own, those of the longest `*` that fits, or `others`, which also
  // has the events of those that were given none.
  ServiceModel TimesOf(std::string_view name, const ServiceModel& others) const;

  // What a client is told: the models added, without those of a `*`, then the well-known ones.
  std::vector<std::string_view> Names() const;

 private:
  struct Entry {
    std::string name;  // without its `*`
    bool is_prefix;
    Distribution first_event;
    Distribution gap;
    std::optional<Distribution> events;

    bool Fits(std::string_view model) const {
      return is_prefix ? model.starts_with(name) : model == name;
    }
  };

  const Entry* Find(std::string_view name) const;

  std::vector<Entry> entries_;  // the more special first: exact names, then by length
};

}  // namespace clamor::server
