#include "engine/definition/law_index.h"

#include <functional>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

constexpr const char* kKinds[] = {"acts",  "warnings", "terms",    "days", "earlier",
                                  "holds", "service",  "readings", "whole"};

using Take = std::function<void(const std::string& cite, const std::string& procedure, const Node& node)>;

/// Law, article, procedure: the order of both files.
void for_each_article(const Node& root, const Take& take) {
  for (const auto& [law, articles] : root.members)
    for (const auto& [article, procedures] : articles.members)
      for (const auto& [procedure, node] : procedures.members) take(law + ":" + article, procedure, node);
}

void read_rests(Context& context, const Node& node, const std::string& cite, LawIndex::Rests& rests) {
  Fields fields(context, node);
  for (const char* kind : kKinds)
    for (const auto& id : fields.strings(kind)) rests[std::string(kind) + "/" + id].insert(cite);
}

void read_contents(Context& context, const Node& node, const std::string& cite, LawIndex::Contents& contents) {
  Fields fields(context, node);
  for (const auto& [document, list] : node.members) {
    auto& demanded = contents[document][cite];
    for (const auto& content : fields.strings(document)) demanded.insert(content);
  }
}

}  // namespace

std::optional<LawIndex> law_index_of(std::span<const SourceFile> files, Findings& findings) {
  const Library none;
  Context context(none, findings);
  const std::size_t before = findings.size();
  LawIndex out;
  bool articles = false, documents = false;
  for (const auto& file : files) {
    if (file.path.ends_with("laws/articles.json")) {
      articles = true;
      for_each_article(parse_file(file, findings),
                       [&](const std::string& cite, const std::string& procedure, const Node& node) {
                         read_rests(context, node, cite, out.rests[procedure]);
                       });
    } else if (file.path.ends_with("laws/documents.json")) {
      documents = true;
      for_each_article(parse_file(file, findings),
                       [&](const std::string& cite, const std::string& procedure, const Node& node) {
                         read_contents(context, node, cite, out.documents[procedure]);
                       });
    }
  }
  if (!articles || !documents || findings.size() != before) return std::nullopt;
  return out;
}

}  // namespace hejie::definition
