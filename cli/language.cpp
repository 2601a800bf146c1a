#include <cstdlib>
#include <string_view>

#include "cli/verb.h"

namespace hejie::cli {

bool wants_english() {
  for (const auto* name : {"LC_ALL", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("en");
  }
  return false;
}

}  // namespace hejie::cli
