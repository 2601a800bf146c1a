#include "cli/diagram.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/arguments.h"
#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/diagram.h"
#include "engine/definition/nearest.h"
#include "engine/definition/registry.h"

namespace hejie::cli {
namespace {

struct Options {
  std::string workflow;
  std::string format = "svg";
  std::string workflows;
  std::string lang;
  bool english = false;
};

/// Says what there is instead of the procedure asked for, or why it cannot be read.
int refuse(const definition::Definitions& definitions, const Options& options, std::ostream& err) {
  std::vector<std::string> known;
  for (const auto& read : definitions.all())
    if (read.procedure != nullptr) known.push_back(read.procedure->id);
  err << "hejie diagram: " << (options.english ? "no procedure " : "没有程序 ") << options.workflow;
  if (const auto near = definition::nearest(options.workflow, known))
    err << (options.english ? "; did you mean " : "；是否为 ") << *near;
  err << "\n";
  for (const auto& id : known) err << "  " << id << "\n";
  if (definition::has_errors(definitions.findings()))
    err << (options.english ? "some definitions do not read: see hejie verify\n"
                            : "有的定义无法读取：见 hejie verify\n");
  return 2;
}

int show(const Options& options, std::ostream& out, std::ostream& err) {
  const auto files = workflow_files(options.workflows);
  if (!files) {
    err << "hejie diagram: " << pick(files.error().message, options.english) << "\n";
    return 3;
  }
  const auto definitions = definition::Definitions::read(*files, nullptr);
  // A diagram shows the newest version, whatever day it is.
  const auto procedure = definitions.procedure(options.workflow, Date{});
  if (procedure == nullptr) return refuse(definitions, options, err);
  const auto drawn = definition::draw(*procedure, options.format, options.english);
  if (!drawn) {
    err << "hejie diagram: " << pick(drawn.error().message, options.english) << "\n";
    return 2;
  }
  out << *drawn;
  out.flush();
  return out ? 0 : 3;
}

}  // namespace

int run_diagram(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("画出一个程序 / draw a procedure", "hejie diagram");
  Options options;
  app.add_option("WORKFLOW", options.workflow, "程序 / procedure")->required();
  app.add_option("--format", options.format, "svg|dot|mermaid")
      ->check(CLI::IsMember({"svg", "dot", "mermaid"}))
      ->capture_default_str();
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  return show(options, out, err);
}

int diagram_verb(int argc, const char* const* argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  return run_diagram(args, std::cout, std::cerr);
}

}  // namespace hejie::cli
