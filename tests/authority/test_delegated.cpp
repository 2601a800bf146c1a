// Acts with another's power: the program's decision equals that of the reference (oracle/delegated.cpp) on random
// tuples of delegation, delegator, delegate, case, day and question. Refused, it must name one of the things that the
// reference finds against it; allowed only when there is none. HEJIE_SEED=n repeats a run; HEJIE_LONG=1 asks 100,000
// times.
#include <gmock/gmock.h>

#include <iostream>
#include <set>

#include "tests/authority/world.h"

namespace hejie::authority {
namespace {

bool is_delegable(const std::string& procedure, const std::string& event) {
  return std::ranges::any_of(rules().delegable,
                             [&](const auto& entry) { return oracle::holds(entry.second, procedure + "/" + event); });
}

struct Told {
  int asked = 0, worlds = 0, different = 0;
  std::map<std::string, int> outcomes;
};

class Lending {
 public:
  Lending(World& world, Draws& draws, Told& told) : world_(world), draws_(draws), told_(told) {
    for (int i = 0; i < 15 && world.file_of(live()).requests.empty(); ++i)
      if (!a_lender_asks()) world.change();
    open_another();
    for (int i = 0; i < 20; ++i) makes();
  }

  void ask() {
    if (draws_.one_in(40)) world_.stage().clock.set(Instant{world_.now() + 86'400'000LL});
    switch (draws_.below(12)) {
      case 0:
      case 1:
        return makes();
      case 2:
        return draws_.one_in(2) ? ends() : lists();
      case 3:
        return mends();
      case 4:
        return by_oneself();
      default:
        return acts();
    }
  }

 private:
  static bool can_lend(const oracle::Person& who) {
    return std::ranges::any_of(who.roles, [](const auto& role) { return rules().delegable.contains(role); });
  }
  /// Who asks for an event and could also lend the power to approve it. @returns whether this or nothing is to be asked
  bool a_lender_asks() {
    const auto& rule = rules().procedures.at(world_.live_procedure()).events.at(world_.live().event);
    if (rule.steps.empty()) return true;
    const auto& who = anybody();
    auto input = world_.live();
    if (!can_lend(who.person) || !comes(who)) return false;
    if (tried(world_.stage().service, *caller_, input).to.empty()) return false;
    input.if_match = world_.stage().version_of(live());
    return world_.stage().service.execute(*caller_, input, {}).has_value();
  }

  /// A second case beside the story's, for delegations that are for one case only.
  void open_another() {
    other_ = draws_.of(world_.cases());
    auto& stage = world_.stage();
    auto input = stage.command_of(stage.script.steps.front());
    if (!input) return;
    input->case_id = {};
    input->workflow = stage.script.workflow;
    if (const auto out = ended(stage.service.execute(person("opener", rules().staff), *input, {})); out.accepted)
      other_ = out.case_id;
  }

  int today() { return to_bureau(world_.stage().clock.now()).day.days; }
  Somebody& anybody() { return world_.people()[draws_.below(world_.people().size())]; }
  const oracle::Person& person_of(const std::string& id) {
    return std::ranges::find(world_.people(), id, [](const Somebody& one) { return one.person.id; })->person;
  }
  /// As the program takes them now, if it lets them write at all.
  bool comes(const Somebody& who) {
    caller_ = world_.caller(who);
    return caller_ && caller_->allows("write");
  }

  void compare(const std::string& what, const Reasons& meant, const Said& out, const app::CommandInput* input) {
    ++told_.asked;
    if (meant.size() == 1) ++told_.outcomes[what + ": only " + *meant.begin()];
    ++told_.outcomes[what + ": " + (out.why.empty() ? "accepted" : "said " + *out.why.begin())];
    bool same = meant.empty() ? out.why.empty() : !out.why.empty();
    for (const auto& reason : out.why) same = same && meant.contains(reason);
    // The stage or the form may refuse anybody; the delegation itself is judged before.
    static const Reasons kLater{"no", "beside", "not_covered"};
    if (!same && input != nullptr && out.why.contains("other") && std::ranges::includes(kLater, meant)) {
      app::CommandInput again = *input;
      again.act_for.clear();
      again.officer_names.clear();
      oracle::Names all = rules().staff;
      std::erase_if(all, [](const std::string& role) { return role.ends_with("_admin"); });
      same = meant.empty() || !tried(world_.stage().service, person("twin", all), again).accepted;
    }
    if (same) return;
    ++told_.different;
    std::string text;
    for (const auto& reason : meant) text += reason + " ";
    ADD_FAILURE() << what << (caller_ ? " by " + caller_->account.value : "")
                  << (input ? " " + input->event + input->data_json + " under " + input->act_for : "")
                  << ": reference '" << text << "', program '" << (out.why.empty() ? "accepted" : *out.why.begin())
                  << "' (" << out.words << ")";
  }

  void makes() {
    const Somebody* lender = &anybody();
    for (int i = 0; i < 8 && !can_lend(lender->person); ++i) lender = &anybody();
    const auto file_here = world_.file_of(live());
    if (!file_here.requests.empty() && draws_.one_in(3))
      for (const auto& one : world_.people())
        if (one.person.id == file_here.requests.front().by && can_lend(one.person)) lender = &one;
    const auto& who = *lender;
    oracle::Delegation wish;
    wish.from = who.person.id;
    const Somebody* lent_to = &anybody();
    const auto works_here = [&](const Somebody& one) {
      return (!one.person.program || draws_.one_in(2)) &&
             world_.reference().sees(one.person, file_here, world_.now()) == oracle::Answer::yes;
    };
    for (int i = 0; i < 4 && !works_here(*lent_to); ++i) lent_to = &anybody();
    wish.to = draws_.one_in(15) ? "nobody" : lent_to->person.id;
    for (const auto& [role, events] : rules().delegable)
      if (oracle::holds(who.person.roles, role) ? !draws_.one_in(5) : draws_.one_in(8)) wish.roles.push_back(role);
    if (wish.roles.empty() && draws_.one_in(3) && !who.person.roles.empty())
      wish.roles.push_back(draws_.of(who.person.roles));
    if (wish.roles.empty()) return;
    if (draws_.one_in(4)) {
      const bool any = draws_.one_in(6) || !rules().delegable.contains(wish.roles.front());
      wish.events.push_back(any ? "inspection/close" : draws_.of(rules().delegable.at(wish.roles.front())));
    }
    if (draws_.one_in(3)) wish.case_id = (draws_.one_in(2) ? other_ : live()).value;
    wish.first = today() + static_cast<int>(draws_.below(3)) - (draws_.one_in(15) ? 3 : 0);
    wish.last = wish.first + static_cast<int>(draws_.below(4)) - (draws_.one_in(15) ? 4 : 0);
    if (draws_.one_in(15)) wish.last = wish.first + rules().delegation_days - static_cast<int>(draws_.below(2));
    if (!comes(who)) return;
    const auto file = wish.case_id.empty() ? oracle::File{} : world_.file_of(CaseId(wish.case_id));
    const auto* to = wish.to == "nobody" ? nullptr : &person_of(wish.to);
    const auto meant =
        world_.reference().against_making(who.person, to, wish, wish.case_id.empty() ? nullptr : &file, lent_, today());
    app::DelegationCommand command;
    command.to = wish.to;
    command.roles = wish.roles;
    command.events = wish.events;
    command.case_id = CaseId(wish.case_id);
    command.first = Date{wish.first};
    command.last = Date{wish.last};
    command.basis = "示人社委〔2026〕1号";
    command.reason = "出差";
    const auto made = world_.desk().delegations.make(*caller_, command);
    Said out;
    if (made) {
      const auto& body = made->first.body;  // {"id":"..."}
      wish.id = body.substr(7, body.size() - 9);
      lent_.push_back(wish);
    } else {
      out = said(std::unexpected(made.error()));
      if (out.why.contains("other") || out.why.contains("beside")) out.why.clear();
      if (made.error().code == ErrorCode::invalid)
        for (const auto& finding : made.error().findings) out.why.insert(finding.path);
    }
    compare("make", meant, out, nullptr);
  }

  void ends() {
    if (lent_.empty()) return;
    auto& what = lent_[draws_.below(lent_.size())];
    const auto& who = anybody();
    if (!comes(who)) return;
    Reasons meant;
    if (who.person.program || !world_.reference().sees_delegation(who.person, person_of(what.from), person_of(what.to)))
      meant.insert("hidden");
    else if (what.ended || what.last < today())
      meant.insert("over");
    const auto done = world_.desk().delegations.end(*caller_, what.id, {}, {});
    Said out;
    if (done)
      what.ended = true;
    else
      out = {{done.error().code == ErrorCode::not_found ? "hidden" : "over"}, done.error().message.en};
    compare("end", meant, out, nullptr);
  }

  void lists() {
    const auto& who = anybody();
    if (!comes(who)) return;
    Reasons meant, shown;
    for (const auto& what : lent_) {
      if (!world_.reference().sees_delegation(who.person, person_of(what.from), person_of(what.to))) continue;
      const char* state = what.ended             ? "ended"
                          : today() < what.first ? "coming"
                          : what.last < today()  ? "expired"
                                                 : "in_force";
      meant.insert(what.id + " " + state);
    }
    if (const auto listed = world_.desk().delegations.list(*caller_))
      for (const auto& view : *listed) shown.insert(view.what.id + " " + view.state);
    EXPECT_EQ(shown, meant) << who.person.id;
    compare("list", {}, shown == meant ? Said{} : Said{{"differs"}, "the list differs"}, nullptr);
  }

  [[nodiscard]] CaseId live() const { return world_.live().case_id; }

  struct Candidate {
    const Somebody* who = nullptr;
    const oracle::Delegation* what = nullptr;
    Reasons against;
  };

  /// Under any delegation, mostly by the one it was made to; now and then under one that is not there.
  Candidate draw(const oracle::File& file, const oracle::Deed& deed, const std::vector<oracle::Person>& beside) {
    Candidate one{&anybody(), lent_.empty() || draws_.one_in(20) ? nullptr : &lent_[draws_.below(lent_.size())], {}};
    if (one.what != nullptr && !draws_.one_in(6))
      one.who = &*std::ranges::find(world_.people(), one.what->to, [](const Somebody& who) { return who.person.id; });
    const auto& from = one.what == nullptr ? one.who->person : person_of(one.what->from);
    one.against = world_.reference().against(one.who->person, from, one.what, file, deed, beside, today());
    return one;
  }

  /// Often one that has nothing or one thing against it, and of those the thing that was asked least so far: where only
  /// one thing speaks against an act, the program must find that thing.
  Candidate choose(const std::string& kind, const oracle::File& file, const oracle::Deed& deed,
                   const std::vector<oracle::Person>& beside) {
    auto chosen = draw(file, deed, beside);
    if (draws_.one_in(4)) return chosen;
    // Of another person's delegation nothing else is asked, so that it would always be the nearest.
    const bool open = draws_.one_in(3), others = draws_.one_in(12);
    const auto cost = [&](const Candidate& one) {
      if (one.against.empty()) return open ? 0 : 2'000'000;
      if (one.against.contains("not_yours") && !others) return 20'000'000;
      const auto asked = told_.outcomes.find(kind + ": only " + *one.against.begin());
      const int many = static_cast<int>(one.against.size() - 1) * 1'000'000;
      return many + (open ? 1'000'000 : 0) + (asked == told_.outcomes.end() ? 0 : asked->second);
    };
    for (int i = 0; i < 40; ++i)
      if (auto other = draw(file, deed, beside); cost(other) < cost(chosen)) chosen = std::move(other);
    return chosen;
  }

  void under(const char* kind, const CaseId& id, app::CommandInput input, const oracle::Deed& deed,
             const std::vector<oracle::Person>& beside, const oracle::File& file) {
    const auto [who, what, meant] = choose(kind, file, deed, beside);
    if (!comes(*who)) return;
    input.case_id = id;
    input.act_for = what == nullptr ? "dg_none" : what->id;
    auto& service = world_.stage().service;
    app::CommandInput trial = input;
    trial.dry_run = true;
    const auto out = said(service.execute(*caller_, trial, {}));
    if (meant == Reasons{"no"} && deed.request != nullptr && what->from == deed.request->by)
      ++told_.outcomes["the lender had asked"];
    if (meant.empty() && out.why.contains("other")) return compare(kind, {"other"}, out, nullptr);
    compare(kind, meant, out, &input);
    if (!out.why.empty() || !draws_.one_in(deed.request == nullptr ? 4 : 20)) return;
    input.if_match = world_.stage().version_of(id);
    const auto done = service.execute(*caller_, input, {});
    ASSERT_TRUE(done && std::holds_alternative<app::CommandOutcome>(*done)) << "as the trial said";
    ++told_.outcomes["done under a delegation"];
  }

  void acts() {
    const CaseId id = draws_.one_in(6) ? other_ : live();
    const auto file = world_.file_of(id);
    app::CommandInput input;
    if (!file.requests.empty() && !draws_.one_in(4)) {
      const auto& request = draws_.of(file.requests);
      input.event = draws_.one_in(4) ? "decline" : "approve";
      input.data_json = R"({"of":)" + std::to_string(request.of) + "}";
      return under("answer", id, input, {request.event, &request, false}, {}, file);
    }
    if (id == live() && !draws_.one_in(5)) {
      input = world_.live();
    } else {
      const auto& events = rules().procedures.at(file.procedure).events;
      auto event = events.begin();
      std::advance(event, static_cast<std::ptrdiff_t>(draws_.below(events.size())));
      input.event = event->first;
    }
    std::vector<oracle::Person> beside;
    const auto& by = rules().procedures.at(file.procedure).events.at(input.event).by;
    for (const auto& officer : input.officers) beside.push_back({officer.value, by, "", true, false, {}, 0, false});
    if (draws_.one_in(5)) {
      beside.push_back(anybody().person);
      input.officer_names = {beside.back().id};
    }
    under("record", id, input, {input.event, nullptr, false}, beside, file);
  }

  /// Nobody's to delegate: putting right, and taking back what was asked.
  void mends() {
    const CaseId id = live();
    const auto file = world_.file_of(id);
    const auto entries = world_.entries_of(id);
    app::CommandInput input;
    std::string event;
    if (!file.requests.empty() && draws_.one_in(2)) {
      const auto& request = draws_.of(file.requests);
      input.event = "recall";
      input.data_json = R"({"of":)" + std::to_string(request.of) + "}";
      event = request.event;
    } else {
      const auto& entry = draws_.of(entries);
      input.event = draws_.one_in(2) ? "annul" : "correct";
      input.data_json = R"({"of":)" + std::to_string(entry.seq) + R"(,"reason":"录入有误","cascade":true})";
      event = entry.event;
    }
    under("mend", id, input, {event, nullptr, true}, {}, file);
  }

  /// By one's own power, on a case with delegated acts in it: nothing of what was lent remains.
  void by_oneself() {
    const auto& who = anybody();
    if (!comes(who)) return;
    const auto file = world_.file_of(live());
    app::CommandInput input;
    input.case_id = live();
    const auto reference = world_.reference();
    auto meant = oracle::Answer::yes;
    if (!file.requests.empty() && draws_.one_in(2)) {
      const auto& request = draws_.of(file.requests);
      input.event = "approve";
      input.data_json = R"({"of":)" + std::to_string(request.of) + "}";
      meant = reference.answers(who.person, file, request);
    } else {
      const auto entry = draws_.of(world_.entries_of(live()));
      input.event = "annul";
      input.data_json = R"({"of":)" + std::to_string(entry.seq) + R"(,"reason":"录入有误","cascade":true})";
      meant = reference.mends(who.person, file, entry);
    }
    app::CommandInput trial = input;
    trial.dry_run = true;
    auto out = said(world_.stage().service.execute(*caller_, trial, {}));
    if (meant == oracle::Answer::yes && out.why.contains("other")) out.why.clear();
    static const std::map<oracle::Answer, Reasons> kMeant{{oracle::Answer::yes, {}},
                                                          {oracle::Answer::hidden, {"hidden"}},
                                                          {oracle::Answer::outside, {"outside"}},
                                                          {oracle::Answer::no, {"no"}}};
    compare("by oneself", kMeant.at(meant), out, &input);
  }

  World& world_;
  Draws& draws_;
  Told& told_;
  std::vector<oracle::Delegation> lent_;
  CaseId other_;
  std::optional<app::Caller> caller_;
};

/// Steps at which something stands that may be delegated, else now and then any.
std::size_t stop_at(const app::Script& script, Draws& draws) {
  std::vector<std::size_t> near;
  for (std::size_t i = 0; i < script.steps.size(); ++i)
    for (const auto& [procedure, rule] : rules().procedures)
      if (is_delegable(procedure, script.steps[i].event)) near.push_back(i);
  return near.empty() || draws.one_in(6) ? draws.below(script.steps.size()) : draws.of(near);
}

TEST(Authority, DelegationsEqualTheReference_046) {
  const bool is_long = number_of("HEJIE_LONG", 0) != 0;
  const int wanted = number_of("HEJIE_TUPLES", is_long ? 100'000 : 15'000);
  const auto seed = static_cast<std::uint64_t>(number_of("HEJIE_SEED", 20261123));
  std::vector<app::Script> scripts = stories();
  std::erase_if(scripts, [](const auto& script) { return script.overlays || !script.readings.empty(); });
  Draws draws(seed);
  Told told;
  while (told.asked < wanted && told.different < 20) {
    const auto& script = draws.of(scripts);
    World world(script, stop_at(script, draws), rules(), draws);
    if (!world.ready()) continue;
    ++told.worlds;
    Lending lending(world, draws, told);
    for (int i = 0; i < 180 && told.asked < wanted && told.different < 20; ++i) {
      if (draws.one_in(4)) world.change();
      lending.ask();
    }
  }
  std::cout << "seed " << seed << ": " << told.asked << " tuples in " << told.worlds << " bureaus, " << told.different
            << " differences\n";
  for (const auto& [what, count] : told.outcomes) std::cout << "  " << count << " " << what << "\n";
  EXPECT_EQ(told.different, 0);
  for (const char* what :
       {"make: accepted",      "make: only no",           "make: only outside",     "make: only /to",
        "make: only /roles/0", "make: only /events/0",    "make: only /first",      "make: only /last",
        "end: accepted",       "end: only hidden",        "end: only over",         "list: accepted",
        "record: accepted",    "answer: accepted",        "mend: only not_covered", "by oneself: accepted",
        "by oneself: only no", "done under a delegation", "record: said hidden",    "the lender had asked"})
    EXPECT_GT(told.outcomes[what], 0) << what;
  for (const std::string code : {"outside", "program", "not_yours", "ended", "not_begun", "expired", "no_power",
                                 "other_case", "recused", "outside_unit", "not_covered", "no"})
    EXPECT_GT(told.outcomes["record: only " + code] + told.outcomes["answer: only " + code], 0) << code;
}

}  // namespace
}  // namespace hejie::authority
