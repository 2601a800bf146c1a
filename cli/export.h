// `hejie export cases|events|clocks|xes --data DIR`: takes the data out, masked unless a reason is given. Reads beside
// a running server.
#pragma once

namespace hejie::cli {

int export_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
