// SPDX-License-Identifier: Apache-2.0
#include "protocols/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace clamor {
namespace {

constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits and signs where the form has them; what the names are is not looked at yet.
bool HasTheForm(std::string_view text) {
  if (text.size() != kForm.size() || !text.ends_with(" GMT")) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_name = kForm[i] >= 'A';
    if (!is_name && IsDigit(kForm[i]) != IsDigit(text[i])) return false;
    if (!is_name && !IsDigit(kForm[i]) && text[i] != kForm[i]) return false;
  }
  return true;
}

int Number(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::optional<std::chrono::sys_seconds> ParseHttpDate(std::string_view text) {
  if (!HasTheForm(text)) return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const std::chrono::year_month_day day(
      std::chrono::year(Number(text.substr(12, 4))),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(Number(text.substr(5, 2)))));
  const std::chrono::hours hours(Number(text.substr(17, 2)));
  const std::chrono::minutes minutes(Number(text.substr(20, 2)));
  const std::chrono::seconds seconds(Number(text.substr(23, 2)));
  // The sixtieth second is a leap second.
  if (!day.ok() || hours.count() > 23 || minutes.count() > 59 || seconds.count() > 60) {
    return std::nullopt;
  }
  return std::chrono::sys_days(day) + hours + minutes + seconds;
}

}  // namespace clamor
