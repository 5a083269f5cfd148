// SPDX-License-Identifier: Apache-2.0
#include "reporters/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace clamor {

bool IsTerminal(int fd) { return ::isatty(fd) == 1; }

Style StyleFor(int fd, const char* no_color) {
  Style style;
  if (!IsTerminal(fd)) return style;
  style.color = no_color == nullptr || *no_color == '\0';
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0) style.width = size.ws_col;
  return style;
}

}  // namespace clamor
