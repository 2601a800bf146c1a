// Compares a procedure, part by part, with what was reviewed (reviewed.h).
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/diff/parts.h"
#include "engine/definition/reviewed.h"

namespace hejie::definition {

void check_reviewed(Subject& subject) {
  if (subject.reviewed == nullptr) return;
  const auto found = subject.reviewed->find(subject.procedure.id);
  if (found == subject.reviewed->end()) {
    subject.warning("reviewed", "",
                    {"这个程序没有经过审核的记录", "there is no record that this procedure was reviewed"});
    return;
  }
  auto reviewed = found->second;
  const auto now = digests_of(subject.procedure);
  for (const auto& part : parts_of(subject.procedure, nullptr)) {
    const auto then = reviewed.find(part.id);
    if (then == reviewed.end())
      subject.warning("reviewed", part.pointer,
                      part.name + Text{"：没有经过审核（新增）", ": was not reviewed (it is new)"});
    else if (then->second != now.at(part.id))
      subject.warning("reviewed", part.pointer,
                      part.name + Text{"：与审核时不同，请复核（hejie verify --diff）",
                                       ": is not as it was reviewed; read it again (hejie verify --diff)"});
    reviewed.erase(part.id);
  }
  for (const auto& [id, digest] : reviewed) {
    // "row accept.ordinary" was in /events/accept, "documents copy" in /documents.
    const auto space = id.find(' ');
    const std::string kind = id.substr(0, space);
    const std::string name = id.substr(space + 1, id.find('.') - space - 1);
    const bool of_event = kind == "row" || kind == "event";
    const std::string at = kind == "clock"       ? "/clocks/"
                           : kind == "automatic" ? "/automatic/"
                           : of_event            ? "/events/"
                                                 : "/" + kind + "/";
    subject.warning("reviewed", at + name, say("审核过的“{}”已不存在", "\"{}\" was reviewed and is gone", id));
  }
}

}  // namespace hejie::definition
