#include "engine/definition/reviewed.h"

#include <fmt/format.h>

#include "engine/definition/diff/parts.h"
#include "engine/definition/node.h"

namespace hejie::definition {
namespace {

/// FNV-1a: it tells changes apart, it keeps no one out.
std::string digest_of(const Part& part) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](const std::string& text) {
    for (const char c : text + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  for (const auto& aspect : part.aspects) {
    add(aspect.path + " " + aspect.label.en);
    add(aspect.key);
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace

std::map<std::string, std::string> digests_of(const engine::Procedure& procedure) {
  std::map<std::string, std::string> out;
  for (const auto& part : parts_of(procedure, nullptr)) out[part.id] = digest_of(part);
  return out;
}

std::optional<Reviewed> reviewed_of(std::span<const SourceFile> files, Findings& findings) {
  for (const auto& file : files) {
    if (!file.path.ends_with("laws/reviewed.json")) continue;
    const std::size_t before = findings.size();
    const Node root = parse_file(file, findings);
    if (findings.size() != before) return std::nullopt;
    Reviewed out;
    for (const auto& [procedure, parts] : root.members)
      for (const auto& [part, digest] : parts.members) out[procedure][part] = digest.string;
    return out;
  }
  return std::nullopt;
}

std::string reviewed_text(std::span<const ReadProcedure> procedures) {
  Reviewed all;
  for (const auto& read : procedures)
    if (read.procedure != nullptr) all[read.procedure->id] = digests_of(*read.procedure);
  std::string out = "{";
  for (const auto& [procedure, parts] : all) {
    out += fmt::format("{}\n  \"{}\": {{", out.size() > 1 ? "," : "", procedure);
    bool first = true;
    for (const auto& [part, digest] : parts) {
      out += fmt::format("{}\n    \"{}\": \"{}\"", first ? "" : ",", part, digest);
      first = false;
    }
    out += "}";
  }
  return out + "\n}\n";
}

}  // namespace hejie::definition
