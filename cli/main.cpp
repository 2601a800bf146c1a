// The one program. Finds the verb and hands it its arguments.
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "api/memory.h"
#include "cli/verb.h"
#include "resources/resources.h"

namespace {

void print_help(std::FILE* out) {
  const bool english = hejie::cli::wants_english();
  fmt::print(
      out, "{}\n\n",
      english ? "hejie: workflow engine for labor dispute mediation, arbitration and inspection\n\nusage: hejie VERB "
                "[ARGUMENTS]"
              : "hejie（和解）：劳动争议调解、仲裁与劳动保障监察流程引擎\n\n用法：hejie 命令 [参数]");
  for (const auto& verb : hejie::cli::verbs()) {
    fmt::print(out, "  {:<10} {}\n", verb.name, hejie::cli::pick(verb.summary, english));
  }
  fmt::print(out, "\n  hejie {}\n  hejie --version, hejie --licenses\n",
             english ? "VERB --help   what a verb takes" : "命令 --help   该命令的参数");
}

int print_resource(std::string_view path) {
  const auto bytes = hejie::resources::find(path);
  if (!bytes) return 3;
  std::fwrite(bytes->data(), 1, bytes->size(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  hejie::api::exit_when_memory_ends();
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
  if (word.empty()) {
    print_help(stderr);
  } else {
    fmt::print(stderr, "hejie: 没有命令“{}” / no verb \"{}\"; hejie --help\n", word, word);
  }
  return 2;
}
