// `hejie demo`: a demonstration bureau with cases at every stage, on a clock that can be speeded up and pushed.
#pragma once

namespace hejie::cli {

int run_demo(int argc, const char* const* argv);

}  // namespace hejie::cli
