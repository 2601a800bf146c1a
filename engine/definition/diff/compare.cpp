#include "engine/definition/compare.h"

#include <algorithm>
#include <map>

#include "engine/definition/diff/parts.h"

namespace hejie::definition {
namespace {

using Kind = Change::Kind;

const Aspect* find_aspect(const Part& part, const Aspect& like) {
  const auto found = std::ranges::find_if(
      part.aspects, [&](const Aspect& other) { return other.path == like.path && other.label == like.label; });
  return found == part.aspects.end() ? nullptr : &*found;
}

Text colon(const Part& part, const Aspect& aspect) {
  return part.name + Text{"：", ": "} + aspect.label;
}

class Comparer {
 public:
  Comparer(std::string procedure, std::vector<Change>& changes) : procedure_(std::move(procedure)), changes_(changes) {}

  void parts(const std::vector<Part>& before, const std::vector<Part>& after) {
    std::map<std::string, const Part*> old;
    for (const auto& part : before) old[part.id] = &part;
    for (const auto& part : after) {
      const auto found = old.find(part.id);
      if (found == old.end()) {
        tell(Kind::added, part, part.pointer, part.name + Text{"：新增", ": new"});
        continue;
      }
      aspects(*found->second, part);
      old.erase(found);
    }
    for (const auto& part : before)
      if (old.contains(part.id)) tell(Kind::removed, part, part.pointer, part.name + Text{"：删除", ": gone"});
  }

 private:
  void aspects(const Part& before, const Part& after) {
    for (const auto& now : after.aspects) {
      const Aspect* then = find_aspect(before, now);
      if (then != nullptr && then->key == now.key) continue;
      Text what = colon(after, now) + Text{"：", ": "} + now.words;
      if (then != nullptr)
        what = what + Text{"；原为：", "; before: "} + then->words;
      else
        what = what + Text{"；原无", "; before: nothing"};
      tell(Kind::changed, joined(before, after), after.pointer + now.path, std::move(what), now.wording);
    }
    for (const auto& then : before.aspects)
      if (find_aspect(after, then) == nullptr)
        tell(Kind::changed, joined(before, after), after.pointer + then.path,
             colon(after, then) + Text{"：无；原为：", ": nothing; before: "} + then.words, then.wording);
  }

  static Part joined(const Part& before, const Part& after) {
    Part both = after;
    both.states.insert(both.states.end(), before.states.begin(), before.states.end());
    return both;
  }

  void tell(Kind kind, const Part& part, std::string pointer, Text what, bool wording = false) {
    changes_.push_back({kind, procedure_, std::move(pointer), std::move(what), wording, part.states, part.clock});
  }

  std::string procedure_;
  std::vector<Change>& changes_;
};

std::map<std::string, const engine::Procedure*> newest(std::span<const ReadProcedure> set) {
  std::map<std::string, const engine::Procedure*> out;
  for (const auto& read : set) {
    if (read.procedure == nullptr) continue;
    const auto*& slot = out[read.procedure->id];
    if (slot == nullptr || slot->version < read.procedure->version) slot = read.procedure.get();
  }
  return out;
}

Text whole(const engine::Procedure& procedure) {
  return {"程序“" + procedure.name.zh + "”", "Procedure “" + procedure.name.en + "”"};
}

}  // namespace

std::vector<Change> compare(const engine::Procedure& before, const engine::Procedure& after,
                            const calendar::Calendar& calendar) {
  std::vector<Change> changes;
  Comparer(after.id, changes).parts(parts_of(before, &calendar), parts_of(after, &calendar));
  return changes;
}

std::vector<Change> compare_sets(std::span<const ReadProcedure> before, std::span<const ReadProcedure> after,
                                 const calendar::Calendar& calendar) {
  auto old = newest(before);
  std::vector<Change> changes;
  for (const auto& [id, procedure] : newest(after)) {
    const auto found = old.find(id);
    if (found == old.end()) {
      changes.push_back({Kind::added, id, "", whole(*procedure) + Text{"：新增", ": new"}, false, {}, {}});
      continue;
    }
    const auto more = compare(*found->second, *procedure, calendar);
    changes.insert(changes.end(), more.begin(), more.end());
    old.erase(found);
  }
  for (const auto& [id, procedure] : old)
    changes.push_back({Kind::removed, id, "", whole(*procedure) + Text{"：删除", ": gone"}, false, {}, {}});
  return changes;
}

}  // namespace hejie::definition
