#include "cli/demo.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "api/demo_clock.h"
#include "app/demo_bureau.h"
#include "cli/data_folder.h"
#include "cli/serve.h"
#include "cli/signals.h"
#include "crypto/password.h"
#include "storage/memory/memory_store.h"

namespace hejie::cli {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

/// A folder that goes away with the process.
struct TemporaryFolder {
  std::string path;
  explicit TemporaryFolder(std::string p) : path(std::move(p)) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

void print_accounts(const app::DemoReport& report) {
  std::printf("演示账号(密码均为 %s) / demo accounts, password %s for all:\n", app::kDemoPassword, app::kDemoPassword);
  for (const auto& account : report.accounts) {
    std::string roles;
    for (const auto& role : account.roles) roles += (roles.empty() ? "" : ", ") + role;
    std::printf("  %-12s %-14s %s\n", account.username.c_str(), account.display_name.c_str(), roles.c_str());
  }
  std::printf("%lld 件案件,%lld 件在办 / %lld cases, %lld open\n", report.cases, report.open_cases, report.cases,
              report.open_cases);
  for (const auto& line : report.left_out) std::printf("  - %s\n", line.c_str());
}

/// Ticks on the way, an hour at a time at first and then a day: what fires between is told in order.
Result<std::vector<std::string>> advance(ServerApp& app, Instant from, Instant to) {
  std::vector<std::string> fired;
  for (std::int64_t at = from.ms; at < to.ms;) {
    at = std::min(to.ms, at + 24 * kHourMs);
    const Moment moment = to_bureau(Instant{at});
    TRY(const int written, app.step(moment));
    if (written > 0) fired.push_back(format_moment(moment) + " " + std::to_string(written));
  }
  return fired;
}

}  // namespace

int run_demo(int argc, const char* const* argv) {
  block_signals();
  write_no_core();
  CLI::App cli{"演示用的局 / a demonstration bureau", "hejie demo"};
  std::vector<std::string> listen{"127.0.0.1:8080"};
  std::vector<std::string> overlays;
  std::string data, now, workflows;
  double speed = 1;
  long long generate = 0;
  cli.add_option("--data", data, "数据目录,省略时用临时目录 / data folder; a temporary one without");
  cli.add_option("--listen", listen, "地址:端口 / ADDRESS:PORT")->capture_default_str();
  cli.add_option("--now", now, "演示从此刻开始 / the demonstration starts at this instant (RFC 3339)");
  cli.add_option("--speed", speed, "时钟倍速,0 停住,1440 一分钟一天 / 0 stands still, 1440 a day a minute")
      ->check(CLI::Range(0.0, 1e6));
  cli.add_option("--generate", generate, "另造多少件合成案件 / synthetic cases to make")
      ->check(CLI::Range(0LL, 10'000'000LL));
  cli.add_option("--workflows", workflows, "另一套程序定义 / another set of definitions");
  cli.add_option("--overlay", overlays, "叠加包的名称或文件，可多次 / name or file of an overlay, repeatable");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  const SystemClock machine;
  Instant start = machine.now();
  if (!now.empty()) {
    const auto instant = parse_instant(now);
    if (!instant) {
      return print_error(std::cerr, {ErrorCode::invalid,
                                     {"--now 应为 RFC 3339 时刻,如 2026-03-02T09:00:00+08:00",
                                      "--now is an RFC 3339 instant, such as 2026-03-02T09:00:00+08:00"}});
    }
    start = *instant;
  }
  const bool temporary = data.empty();
  if (temporary) {
    data = (std::filesystem::temp_directory_path() / ("hejie-demo-" + crypto::random_hex(6))).string();
  }
  const TemporaryFolder cleanup(temporary ? data : std::string{});
  Settings settings;
  settings.set_flag("data", {data});
  settings.set_flag("listen", listen);
  settings.set_flag("workflows", {workflows});
  settings.set_flag("overlay", overlays);
  auto options = app_options(settings);
  if (!options) return print_error(std::cerr, options.error());
  options->demo_store = true;
  api::DemoClock clock(machine, start, speed);
  auto opened = ServerApp::open(std::move(*options), clock, machine, &clock);
  if (!opened) return print_error(std::cerr, opened.error());
  ServerApp& app = **opened;
  const auto report = app::fill_demo(app.store(), app.definitions(), [] { return storage::memory::open_store(); },
                                     {start, generate, true, {}, signal_waits});
  if (signal_waits()) return 0;
  if (!report) return print_error(std::cerr, report.error());
  clock.advance = [&app](Instant from, Instant to) { return advance(app, from, to); };
  const auto addresses = app.start();
  if (!addresses) return print_error(std::cerr, addresses.error());
  print_accounts(*report);
  for (const auto& address : *addresses) std::printf("listening on %s\n", address.c_str());
  std::fflush(stdout);
  wait_for_signal();
  app.stop(kStopSeconds);
  return 0;
}

}  // namespace hejie::cli
