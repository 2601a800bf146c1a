#include "storage/authority.h"

namespace hejie::storage {

bool guards_mark(std::string_view name) {
  return name == "units" || name == "bureau" || name == "rules_in_use" || name.starts_with("recused:");
}

bool guards_kept(std::string_view kind, std::string_view subject) {
  return kind == "certificate" || kind == "delegation" || (kind == "exception" && subject == "break_glass");
}

Error authority_changed() {
  const Text words{
      "存储中决定权限的数据在程序之外被改动，不予采信；请系统管理员运行 hejie check",
      "What the store says of authority was changed beside the program and is not used; the system's administrator "
      "runs hejie check"};
  return {ErrorCode::forbidden, words, {{"", kAuthorityChanged, words}}};
}

Coded* coded_side(Store& store) {
  return dynamic_cast<Coded*>(&store);
}

}  // namespace hejie::storage
