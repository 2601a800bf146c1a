// A procedure taken apart for comparison: its parts (events, rows, clocks ...) and what each says, as a canonical key
// in which order without meaning is gone, and in words. Two procedures with the same parts behave the same. Internal to
// engine/definition; used by compare.cpp.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// One thing a part says. Equal keys mean the same in law; words are for reading.
struct Aspect {
  std::string path;  ///< below the part's pointer: "/by"
  Text label;
  std::string key;  ///< empty: says nothing
  Text words;
  bool wording = false;  ///< a name or text: no case runs otherwise for it
};

struct Part {
  std::string pointer;  ///< "/events/accept/rows/0"
  std::string id;       ///< "event accept.ordinary": the same part in another version
  Text name;            ///< "Event “Accept”"
  std::vector<Aspect> aspects;
  std::vector<std::string> states{};  ///< where a case feels a change of it; empty: anywhere
  std::string clock{};                ///< the clock it is
};

/// Turns ids and conditions of one procedure into words and keys.
class Words {
 public:
  /// @param calendar null: conditions are said by their keys (enough where only keys are compared)
  Words(const engine::Procedure& procedure, const calendar::Calendar* calendar)
      : procedure_(procedure), calendar_(calendar) {}

  [[nodiscard]] Text condition(const engine::Condition& condition) const;
  /// The condition without the order of its parts; nested lists of one kind are one list.
  [[nodiscard]] static std::string condition_key(const engine::Condition& condition);
  /// " if KEY" behind the key of what happens on that condition; nothing when it always happens.
  [[nodiscard]] static std::string when_key(const engine::Condition& condition);
  /// The same in words, put behind `text`.
  void add_when(const engine::Condition& condition, Text& text) const;
  [[nodiscard]] static std::string value_key(const engine::Value& value);
  [[nodiscard]] static std::string cites_key(const engine::Cites& cites);

  /// Names of ids, whatever they are: states, events, clocks, documents, facts, roles ...
  [[nodiscard]] Text names(const std::vector<std::string>& ids) const;
  [[nodiscard]] Text name(const std::string& id) const;
  [[nodiscard]] Text value(const std::string& fact, const engine::Value& value) const;

 private:
  const engine::Procedure& procedure_;
  const calendar::Calendar* calendar_;
};

/// Adds aspects to a part; those that say nothing are left out.
class Lister {
 public:
  Lister(Part& part, const Words& words) : part_(part), words_(words) {}
  void ids(const char* path, Text label, std::vector<std::string> list, bool ordered = false);
  void condition(const char* path, Text label, const engine::Condition& condition);
  void cites(const char* path, Text label, const engine::Cites& cites);
  void text(const char* path, Text label, const Text& text);  ///< wording only
  void raw(const char* path, Text label, std::string key, Text words);
  void raw(const char* path, Text label, const std::string& key) { raw(path, std::move(label), key, {key, key}); }
  void number(const char* path, Text label, long long value, long long nothing = 0);
  void flag(const char* path, Text label, bool on);
  void setters(const char* path, Text label, const std::vector<engine::Setter>& list);

 private:
  Part& part_;
  const Words& words_;
};

void add_event_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts);
void add_clock_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts);
void add_other_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts);

/// @param calendar as for Words
[[nodiscard]] std::vector<Part> parts_of(const engine::Procedure& procedure, const calendar::Calendar* calendar);

}  // namespace hejie::definition
