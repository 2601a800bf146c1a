#include "engine/definition/conditions.h"

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

constexpr const char* kAspects[] = {"kind", "whose", "each", "begins", "again", "ends", "still", "then"};

Conditions::Names names_of(Fields& fields, const std::string& key) {
  Conditions::Names out;
  for (const auto& name : fields.strings(key)) out.insert(name);
  return out;
}

/// Procedure, part, matters.
void read_matters(Context& context, const Node& root, Conditions& out) {
  for (const auto& [procedure, parts] : root.members) {
    Fields fields(context, parts);
    for (const auto& [part, list] : parts.members) out.matters[procedure][part] = names_of(fields, part);
  }
}

/// Term, procedure, aspects.
void read_terms(Context& context, const Node& root, Conditions& out) {
  for (const auto& [term, procedures] : root.members)
    for (const auto& [procedure, node] : procedures.members) {
      Fields fields(context, node);
      auto& course = out.terms[procedure][term];
      for (const char* aspect : kAspects)
        if (fields.has(aspect)) course[aspect] = names_of(fields, aspect);
    }
}

}  // namespace

std::optional<Conditions> conditions_of(std::span<const SourceFile> files, Findings& findings) {
  const Library none;
  Context context(none, findings);
  const std::size_t before = findings.size();
  Conditions out;
  bool matters = false, terms = false;
  for (const auto& file : files) {
    if (file.path.ends_with("laws/conditions.json")) {
      matters = true;
      read_matters(context, parse_file(file, findings), out);
    } else if (file.path.ends_with("laws/terms.json")) {
      terms = true;
      read_terms(context, parse_file(file, findings), out);
    }
  }
  if (!matters || !terms || findings.size() != before) return std::nullopt;
  return out;
}

}  // namespace hejie::definition
