#include "app/texts.h"

namespace hejie::app {

Finding unknown_key(const std::string& path, const std::string& key, const std::string& nearest) {
  Text text{"没有“" + key + "”这一项", "there is no field '" + key + "' here"};
  if (!nearest.empty()) text = text + Text{";是否指“" + nearest + "”?", "; did you mean '" + nearest + "'?"};
  return {path, "unknown_field", std::move(text)};
}

Finding missing_key(const std::string& path, const Text& name) {
  return {path, "missing", {"请填写:" + name.zh, "required: " + name.en}};
}

Finding wrong_type(const std::string& path, const Text& wanted) {
  return {path, "wrong_type", {"应为" + wanted.zh, "must be " + wanted.en}};
}

Finding bad_value(const std::string& path, const Text& why) {
  return {path, "bad_value", why};
}

Error invalid_form(std::vector<Finding> findings) {
  const std::string count = std::to_string(findings.size());
  return Error{
      ErrorCode::invalid, {"填报内容有 " + count + " 处问题", count + " finding(s) in the form"}, std::move(findings)};
}

}  // namespace hejie::app
