// SPDX-License-Identifier: Apache-2.0
#include "net/net_context.h"

#include <fmt/format.h>

namespace clamor {

NetError NoConnection(const NetContext& context) {
  return {Failure::kConnectTimeout,
          fmt::format("no connection to {} within {:g} s", ToString(context.url),
                      context.LimitInSeconds(Limit::kConnect))};
}

}  // namespace clamor
