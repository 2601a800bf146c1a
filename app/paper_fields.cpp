#include "app/paper_fields.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/base/money.h"
#include "engine/machine/classify.h"
#include "engine/machine/guard.h"

namespace hejie::app {
namespace {

using documents::Fields;
using documents::Row;

std::string chinese_period(const engine::Period& period) {
  const char* unit = "日";
  switch (period.unit) {
    case calendar::Unit::working_days:
      unit = "个工作日";
      break;
    case calendar::Unit::days:
      break;
    case calendar::Unit::months:
      unit = "个月";
      break;
    case calendar::Unit::years:
      unit = "年";
      break;
    case calendar::Unit::hours:
    case calendar::Unit::working_hours:
      unit = "小时";
      break;
  }
  return std::to_string(period.count) + unit;
}

std::string name_of(const std::vector<std::pair<std::string, Text>>& names, const std::string& id) {
  const auto found = std::ranges::find_if(names, [&](const auto& one) { return one.first == id; });
  return found == names.end() ? id : found->second.zh;
}

std::string fact_text(const engine::Fact& fact, const engine::Value& value, const PaperCase& file) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "是" : "否";
  if (const auto* day = std::get_if<Date>(&value)) return chinese_day(*day);
  if (const auto* moment = std::get_if<Moment>(&value))
    return chinese_day(moment->day) + fmt::format("{}时{:02}分", moment->minute / 60, moment->minute % 60);
  if (const auto* period = std::get_if<engine::Period>(&value)) return chinese_period(*period);
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return fact.type == engine::FactType::money ? format_yuan(*number) : std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  if (fact.type == engine::FactType::enumeration) return name_of(fact.values, *text);
  if (fact.type == engine::FactType::person) {
    const auto account = file.accounts.find(AccountId(*text));
    return account == file.accounts.end() ? std::string{} : account->second;
  }
  const auto body = file.view.texts.find(*text);
  return body == file.view.texts.end() ? std::string{} : body->second;
}

void add_facts(const PaperCase& file, Fields& fields) {
  for (const auto& fact : file.view.procedure->facts) {
    const auto value = file.view.raw.facts.find(fact.id);
    if (value == file.view.raw.facts.end()) continue;
    const std::string text = fact_text(fact, value->second, file);
    fields.values[fact.name.zh] = text;
    fields.values[fact.id] = text;
  }
}

std::string role_of(const PaperCase& file, const std::string& role) {
  const auto* found = file.view.procedure->find_party_role(role);
  return found != nullptr ? found->name.zh : role;
}

Row party_row(const PaperCase& file, const PartyView& party) {
  Row row{{"称谓", role_of(file, party.role)}, {"姓名", party.name}};
  const auto found = file.persons.find(party.person);
  if (found == file.persons.end()) return row;
  const auto& person = found->second;
  row["证件号码"] = person.id_number.empty() ? person.credit_code : person.id_number;
  row["地址"] = person.address;
  row["电话"] = person.phone;
  return row;
}

std::string join(const std::string& left, const std::string& right) {
  return left.empty() || right.empty() ? left + right : left + "、" + right;
}

/// Joined by side, and of employers what a letter to them needs.
void add_parties(const PaperCase& file, Fields& fields) {
  auto& list = fields.lists["当事人"];
  for (const auto& party : file.view.parties) {
    Row row = party_row(file, party);
    auto& side = fields.values[row["称谓"]];
    side = join(side, party.name);
    const bool employer = party.kind == "employer";
    auto& kind = fields.values[employer ? "用人单位" : "劳动者"];
    kind = join(kind, party.name);
    if (employer && !fields.values.contains("用人单位地址")) {
      fields.values["统一社会信用代码"] = row["证件号码"];
      fields.values["用人单位地址"] = row["地址"];
      fields.values["用人单位电话"] = row["电话"];
    } else if (!employer && !fields.values.contains("劳动者证件号码")) {
      fields.values["劳动者证件号码"] = row["证件号码"];
      fields.values["劳动者地址"] = row["地址"];
      fields.values["劳动者电话"] = row["电话"];
    }
    list.push_back(std::move(row));
  }
}

/// Awards hold what they decide: the final one the claims that are final, the other one the rest.
bool belongs(const PaperCase& file, const std::string& document, const engine::Item& item) {
  const bool final_one = document.ends_with("award_final");
  if (!final_one && !document.ends_with("award_nonfinal")) return true;
  const engine::Context context{*file.view.procedure, file.calendar};
  const engine::Scope scope{context, file.view.raw, file.today};
  return (engine::is_final(item, scope) == engine::Truth::yes) == final_one;
}

void add_items(const PaperCase& file, const PaperOf& paper, Fields& fields) {
  Fen claimed = 0;
  Fen awarded = 0;
  auto& list = fields.lists["请求"];
  for (const auto& item : file.view.raw.items) {
    if (!belongs(file, paper.document, item)) continue;
    Row row{{"序号", std::to_string(list.size() + 1)},
            {"事项", name_of(file.view.procedure->item_kinds, item.kind)},
            {"结果", name_of(file.view.procedure->item_outcomes, item.outcome)}};
    if (item.claimed_fen) row["请求金额"] = format_yuan(*item.claimed_fen);
    if (item.awarded_fen) row["支持金额"] = format_yuan(*item.awarded_fen);
    row["提出人"] = item.party.empty() ? "" : party_names(file, {item.party});
    claimed += item.claimed_fen.value_or(0);
    awarded += item.awarded_fen.value_or(0);
    list.push_back(std::move(row));
  }
  if (claimed > 0) fields.values["请求合计"] = format_yuan(claimed);
  if (awarded > 0) fields.values["支持合计"] = format_yuan(awarded);
}

void add_clocks(const PaperCase& file, Fields& fields) {
  for (const auto& clock : file.clocks) {
    if (!clock.due || clock.halted) continue;
    fields.values[clock.id + "到期日"] = chinese_day(*clock.due);
    fields.values[clock.name.zh + "届满日"] = chinese_day(*clock.due);
  }
}

void add_services(const PaperCase& file, const PaperOf& paper, Fields& fields) {
  auto& list = fields.lists["送达"];
  for (const auto& service : file.view.raw.services) {
    if (paper.receipt && (service.document != paper.document || service.copy != paper.copy)) continue;
    static const std::map<std::string, std::string> kModes{{"direct", "直接送达"},
                                                           {"mail", "邮寄送达"},
                                                           {"left", "留置送达"},
                                                           {"posted", "张贴"},
                                                           {"simple", "简便方式"},
                                                           {"electronic", "电子送达"},
                                                           {"refused_in_office", "到场拒签"},
                                                           {"public_notice", "公告送达"}};
    const auto mode = kModes.find(service.mode);
    const auto* document = file.view.procedure->find_document(service.document);
    list.push_back({{"文书", document != nullptr ? document->name.zh : service.document},
                    {"收件人", party_names(file, {service.to})},
                    {"方式", mode == kModes.end() ? service.mode : mode->second},
                    {"发出日", chinese_day(service.made_on)},
                    {"送达日", service.complete ? chinese_day(service.deemed_on) : std::string{}}});
  }
}

std::string account_names(const PaperCase& file, const std::vector<AccountId>& accounts) {
  std::string out;
  for (const auto& account : accounts) {
    const auto name = file.accounts.find(account);
    if (name != file.accounts.end()) out = join(out, name->second);
  }
  return out;
}

/// Who wrote and who approved: from the act that issued the document.
void add_hands(const PaperCase& file, const PaperOf& paper, Fields& fields) {
  if (const auto handler = file.accounts.find(file.summary.handler); handler != file.accounts.end())
    fields.values["承办人"] = handler->second;
  if (paper.issued == nullptr) return;
  fields.values["出具日"] = chinese_day(paper.issued->on);
  for (const auto& [event, times] : file.view.raw.done) {
    const auto act = std::ranges::find(times, paper.issued->act, &engine::DoneEvent::version);
    if (act == times.end()) continue;
    fields.values["经办人"] = account_names(file, act->actors);
    fields.values["批准人"] = account_names(file, act->approvers);
    if (!act->approvers.empty()) fields.values["批准日"] = chinese_day(act->on);
  }
}

void add_case(const PaperCase& file, const PaperOf& paper, Fields& fields) {
  auto& values = fields.values;
  const auto* document = file.view.procedure->find_document(paper.document);
  values["案号"] = file.view.number;
  values["程序"] = file.view.workflow_name.zh;
  values["机构"] = file.issuer;
  values["文书名称"] = document != nullptr ? document->name.zh : paper.document;
  values["收件人"] = party_names(file, addressees(file, paper));
  values["处理结果"] = file.view.state_name.zh;
  values["收件日"] = chinese_day(file.view.opened_on);
  values["出具日"] = chinese_day(file.today);
  if (file.summary.filed_on) values["立案日"] = chinese_day(*file.summary.filed_on);
  if (file.summary.closed_on) values["结案日"] = chinese_day(*file.summary.closed_on);
  if (file.view.phase == "final") values["归档日"] = chinese_day(file.view.since);
}

}  // namespace

std::string chinese_day(Date day) {
  const auto ymd = to_ymd(day);
  return fmt::format("{}年{}月{}日", ymd.year, ymd.month, ymd.day);
}

std::string party_names(const PaperCase& file, const std::vector<std::string>& keys) {
  std::string out;
  for (const auto& key : keys) {
    const auto party = std::ranges::find(file.view.parties, key, &PartyView::key);
    if (party != file.view.parties.end()) out = join(out, party->name);
  }
  return out;
}

std::vector<std::string> addressees(const PaperCase& file, const PaperOf& paper) {
  if (paper.issued != nullptr) return paper.issued->to;
  std::vector<std::string> keys;
  const auto* document = file.view.procedure->find_document(paper.document);
  if (document == nullptr) return keys;
  const auto meant = [&](const std::string& role) {
    return std::ranges::find(document->to, role) != document->to.end();
  };
  for (const auto& party : file.view.parties)
    if (meant(party.role) || meant("any")) keys.push_back(party.key);
  return keys;
}

documents::Fields paper_fields(const PaperCase& file, const PaperOf& paper) {
  Fields fields;
  add_facts(file, fields);
  add_parties(file, fields);
  add_items(file, paper, fields);
  add_clocks(file, fields);
  add_services(file, paper, fields);
  add_case(file, paper, fields);
  add_hands(file, paper, fields);
  return fields;
}

}  // namespace hejie::app
