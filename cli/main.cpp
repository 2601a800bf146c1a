// The one program. Finds the verb and hands it its arguments.
#include <cstdio>
#include <string_view>

#include "cli/verb.h"
#include "resources/resources.h"

namespace {

void print_help(std::FILE* out) {
  std::fputs(
      "hejie: workflow engine for labor dispute mediation, arbitration and inspection\n\nusage: hejie VERB "
      "[ARGUMENTS]\n\n",
      out);
  for (const auto& verb : hejie::cli::verbs()) {
    std::fprintf(out, "  %-10.*s %.*s\n", static_cast<int>(verb.name.size()), verb.name.data(),
                 static_cast<int>(verb.summary.size()), verb.summary.data());
  }
  std::fputs("\n  hejie VERB --help   what a verb takes\n  hejie --version, hejie --licenses\n", out);
}

int print_resource(std::string_view path) {
  const auto bytes = hejie::resources::find(path);
  if (!bytes) return 3;
  std::fwrite(bytes->data(), 1, bytes->size(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (word == "--help" || word == "-h" || word == "help") {
    print_help(stdout);
    return 0;
  }
  if (word == "--version") {
    std::puts("hejie " HEJIE_VERSION);
    return 0;
  }
  if (word == "--licenses") return print_resource("THIRD_PARTY.md");
  for (const auto& verb : hejie::cli::verbs()) {
    if (verb.name == word) return verb.run(argc - 1, argv + 1);
  }
  if (!word.empty()) std::fprintf(stderr, "hejie: no verb \"%s\"; hejie --help lists them\n", argv[1]);
  if (word.empty()) print_help(stderr);
  return 2;
}
