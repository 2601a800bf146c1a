// `hejie review open LIST` and `hejie review remind`: the yearly written review of all employers, from a list, told
// line by line.
#pragma once

namespace hejie::cli {

int review_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
