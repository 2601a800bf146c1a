// The law seen from its own side: article by article what rests on it (index of articles, 条文对照表,
// workflows/laws/articles.json), and which documents it governs with what they must state by it (文书应载内容表,
// workflows/laws/documents.json). Both stand apart from the procedures that must agree with them, and do nothing at run
// time. Read by verify.cpp, compared by checks/articles.cpp and checks/contents.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct LawIndex {
  using Names = std::set<std::string, std::less<>>;
  /// "acts/award" -> "S1:43". Kinds: acts, warnings (of an act), terms, days (how a term is counted), earlier (its
  /// older versions), holds, service, readings, whole ("procedure", "final_items").
  using Rests = std::map<std::string, Names, std::less<>>;
  /// Document -> article -> what it demands; an article may govern a document and demand no words.
  using Contents = std::map<std::string, std::map<std::string, Names, std::less<>>, std::less<>>;

  std::map<std::string, Rests, std::less<>> rests;         ///< by procedure
  std::map<std::string, Contents, std::less<>> documents;  ///< by procedure
};

/// Takes laws/articles.json and laws/documents.json out of the files; empty when one is missing or does not read
/// (told).
[[nodiscard]] std::optional<LawIndex> law_index_of(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
