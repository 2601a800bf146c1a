#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/control.h"

namespace hejie::app {
namespace {

class Control : public testing::Test {
 protected:
  Control() {
    std::string name = (std::filesystem::temp_directory_path() / "hejie-control-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder = name;
  }
  ~Control() override { std::filesystem::remove_all(folder); }
  std::string folder;
};

ControlHandler echo() {
  return [](const std::string& verb, const std::string& body) -> Result<std::string> {
    if (verb == "no") return fail(ErrorCode::conflict, {"不行", "no"}, {{"/x", "taken", {"占用", "taken"}}});
    return "{\"verb\":\"" + verb + "\",\"body\":" + body + "}";
  };
}

TEST_F(Control, CarriesAVerbAndItsAnswer) {
  const auto server = ControlServer::start(folder, echo());
  ASSERT_TRUE(server.has_value());
  const auto answer = control_call(folder, "user_add", R"({"name":"甲","text":"a\nb"})");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(*answer, R"({"verb":"user_add","body":{"name":"甲","text":"a\nb"}})");
}

TEST_F(Control, CarriesAnErrorWithItsFindings) {
  const auto server = ControlServer::start(folder, echo());
  const auto answer = control_call(folder, "no", "{}");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::conflict);
  ASSERT_EQ(answer.error().findings.size(), 1U);
  EXPECT_EQ(answer.error().findings.front().path, "/x");
}

TEST_F(Control, SocketIsTheOwnersAloneAndGoesWithTheServer) {
  {
    const auto server = ControlServer::start(folder, echo());
    struct stat info {};
    ASSERT_EQ(::stat((folder + "/control.sock").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
  }
  EXPECT_FALSE(std::filesystem::exists(folder + "/control.sock"));
  const auto answer = control_call(folder, "x", "{}");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::not_found);
}

TEST_F(Control, TakesOverADeadServersSocket) {
  std::ofstream(folder + "/control.sock") << "";
  const auto server = ControlServer::start(folder, echo());
  ASSERT_TRUE(server.has_value());
  EXPECT_TRUE(control_call(folder, "x", "{}").has_value());
}

TEST(ControlLines, GarbageIsAnErrorNotACrash) {
  for (const auto* line : {"", "{", "[]", "{\"verb\":1}", "null"})
    EXPECT_FALSE(read_control_request(line).has_value()) << line;
  for (const auto* line : {"", "{", "[]", "{}", "{\"ok\":false}"})
    EXPECT_FALSE(read_control_answer(line).has_value()) << line;
}

}  // namespace
}  // namespace hejie::app
