// One line a verb.
#include <array>

#include "cli/serve.h"
#include "cli/verb.h"

namespace hejie::cli {
namespace {

constexpr std::array kVerbs{
    Verb{"serve", "run the server: API and scheduler", run_serve},
};

}  // namespace

std::span<const Verb> verbs() {
  return kVerbs;
}

}  // namespace hejie::cli
