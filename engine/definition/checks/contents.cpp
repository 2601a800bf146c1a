// Compares the documents of a procedure with what the articles they rest on make them state (law_index.h). Both ways:
// a content no article demands, and one a document has lost. With an overlay laid over it a document may state more.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/law_index.h"

namespace hejie::definition {
namespace {

using Demands = std::map<std::string, LawIndex::Names, std::less<>>;

void tell(Subject& subject, const std::string& pointer, Text message) {
  subject.error("contents", pointer, message + Text{"（laws/documents.json）", " (laws/documents.json)"});
}

bool demanded(const Demands& demands, const std::string& content) {
  for (const auto& [article, contents] : demands)
    if (contents.contains(content)) return true;
  return false;
}

bool rests_on(const engine::Document& document, const std::string& article) {
  for (const auto& cite : document.cite)
    if (cite.law + ":" + cite.article == article) return true;
  return false;
}

void check_lost(Subject& subject, const engine::Document& document, const Demands& demands) {
  const std::string pointer = "/documents/" + document.id;
  for (const auto& [article, contents] : demands) {
    if (!rests_on(document, article))
      tell(subject, pointer + "/cite",
           say("文书“{}”还依据 {}", "the document \"{}\" rests on {} too", document.id, article));
    for (const auto& content : contents)
      if (!contains(document.fields, content))
        tell(subject, pointer + "/fields",
             say("依 {1}，文书“{0}”应当载明“{2}”", "by {1} the document \"{0}\" must state \"{2}\"", document.id,
                 article, content));
  }
}

void check_added(Subject& subject, const engine::Document& document, const Demands& demands) {
  const std::string pointer = "/documents/" + document.id;
  for (const auto& cite : document.cite)
    if (!demands.contains(cite.law + ":" + cite.article))
      tell(
          subject, pointer + "/cite",
          say("应载内容表中文书“{}”不依据 {}:{}", "in the table of contents the document \"{}\" does not rest on {}:{}",
              document.id, cite.law, cite.article));
  for (const auto& content : document.fields)
    if (!demanded(demands, content))
      tell(subject, pointer + "/fields",
           say("没有条文要求文书“{}”载明“{}”", "no article makes the document \"{}\" state \"{}\"", document.id,
               content));
}

}  // namespace

void check_contents(Subject& subject) {
  if (subject.law_index == nullptr) return;
  const auto found = subject.law_index->documents.find(subject.procedure.id);
  const LawIndex::Contents none;
  const auto& table = found == subject.law_index->documents.end() ? none : found->second;
  for (const auto& [id, demands] : table) {
    const auto* document = subject.procedure.find_document(id);
    if (document != nullptr)
      check_lost(subject, *document, demands);
    else
      tell(subject, "/documents/" + id, say("文书“{}”不存在", "the document \"{}\" is gone", id));
  }
  if (!subject.procedure.overlays.empty()) return;
  for (const auto& document : subject.procedure.documents) {
    const auto demands = table.find(document.id);
    check_added(subject, document, demands == table.end() ? Demands{} : demands->second);
  }
}

}  // namespace hejie::definition
