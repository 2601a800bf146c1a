#include "storage/sqlite/private_rows.h"

#include <algorithm>
#include <array>

#include "json/fold.h"
#include "storage/search_text.h"

namespace hejie::storage::sqlite {
namespace {

constexpr char kForm = 1;  // of the bytes inside a sealed person
constexpr char kBetween = '\x1f';

std::array<const std::string*, 6> fields_of(const Person& p) {
  return {&p.name, &p.id_number, &p.credit_code, &p.phone, &p.address, &p.extra_json};
}

void put_field(std::string& out, const std::string& field) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(field.size() >> static_cast<unsigned>(shift));
  out += field;
}

/// @throws Failure when the bytes end too early
std::string take_field(std::string_view& in) {
  std::size_t length = 0;
  if (in.size() < 4) raise_damaged("a sealed person");
  for (std::size_t i = 0; i < 4; ++i) length = length << 8U | static_cast<std::uint8_t>(in[i]);
  in.remove_prefix(4);
  if (in.size() < length) raise_damaged("a sealed person");
  std::string out(in.substr(0, length));
  in.remove_prefix(length);
  return out;
}

}  // namespace

std::string person_context(const std::string& id, const std::string& kind) {
  return "person" + (kBetween + id) + kBetween + kind;
}
std::string text_context(const std::string& id, const std::string& case_id) {
  return "text" + (kBetween + id) + kBetween + case_id;
}
std::string draft_context(const std::string& account, const std::string& key) {
  return "draft" + (kBetween + account) + kBetween + key;
}

std::string seal_person(const crypto::Vault& vault, const Person& person) {
  std::string plain(1, kForm);
  for (const std::string* field : fields_of(person)) put_field(plain, *field);
  return vault.seal(person_context(person.id.value, person.kind), plain);
}

Person Opener::person(const Query& row, int first) const {
  Person out;
  out.id = PersonId(row.text(first));
  out.kind = row.text(first + 1);
  out.erased = row.is_null(first + 2);
  if (out.erased) return out;
  const std::string plain = text(person_context(out.id.value, out.kind), row.text(first + 2));
  std::string_view rest = plain;
  if (rest.empty() || rest.front() != kForm) raise_damaged("a sealed person");
  rest.remove_prefix(1);
  for (std::string* field : {&out.name, &out.id_number, &out.credit_code, &out.phone, &out.address, &out.extra_json}) {
    *field = take_field(rest);
  }
  return out;
}

std::string Opener::text(const std::string& context, const std::string& sealed) const {
  auto plain = vault().open(context, sealed);
  if (!plain) raise_error(std::move(plain).error());
  return std::move(*plain);
}

const crypto::Vault& Opener::vault() const {
  if (vault_ == nullptr) {
    raise_error(Error{ErrorCode::io,
                      {"数据目录中没有密钥文件 private.key，无法读取个人信息",
                       "there is no key file private.key in the data folder; personal data cannot be read"}});
  }
  return *vault_;
}

std::int64_t pair_token(const crypto::Vault& vault, const std::string& pair) {
  return vault.token("name", pair);
}

std::int64_t code_token(const crypto::Vault& vault, const std::string& code) {
  return vault.token("code", code);
}

std::vector<std::int64_t> tokens_of(const crypto::Vault& vault, const Person& person) {
  std::vector<std::int64_t> out;
  for (const auto& pair : bigrams(json::fold(person.name))) out.push_back(pair_token(vault, pair));
  for (const std::string* code : {&person.id_number, &person.credit_code, &person.phone}) {
    if (const auto folded = fold_code(*code); !folded.empty()) out.push_back(code_token(vault, folded));
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace hejie::storage::sqlite
