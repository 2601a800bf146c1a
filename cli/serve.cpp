#include "cli/serve.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/data_folder.h"
#include "cli/service_manager.h"
#include "cli/signals.h"
#include "engine/base/clock.h"
#include "resources/resources.h"

namespace hejie::cli {
namespace {

std::optional<api::Listen> read_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string address = text.substr(0, colon);
  const std::string port = text.substr(colon + 1);
  if (address.size() > 2 && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  if (address == "localhost") address = "127.0.0.1";
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const int number = std::stoi(port);
  if (number > 65535) return std::nullopt;
  return api::Listen{address, static_cast<std::uint16_t>(number)};
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

/// What GB/T 22239-2019 8.1.4.1 asks of accounts beyond the default catalog.
void keep_dengbao3(app::AccountLimits& limits) {
  limits.composed_passwords = true;
  limits.password_days = 90;
  limits.password_history = 5;
  limits.need_second_factor = true;
}

int report(const Error& error) {
  return print_error(std::cerr, error);
}

}  // namespace

Result<AppOptions> app_options(const Settings& settings) {
  AppOptions options;
  options.data = settings.text("data");
  options.definitions.unit = settings.text("unit");
  options.definitions.overlays = settings.texts("overlay");
  options.definitions.region = settings.text("region");
  options.definitions.workflows_dir = settings.text("workflows");
  options.heads_file = settings.text("heads_file");
  options.heads_key_file = settings.text("heads_key_file");
  options.channels_file = settings.text("channels");
  options.server.tls_cert = settings.text("tls_cert");
  options.server.tls_key = settings.text("tls_key");
  options.server.client_ca = settings.text("client_ca");
  options.server.behind_proxy = settings.texts("behind_proxy");
  options.admin_allow = settings.texts("admin_allow");
  TRY(const long long threads, settings.number("threads"));
  TRY(const long long connections, settings.number("connections"));
  TRY(const long long idle, settings.number("idle_minutes"));
  TRY(const long long rate, settings.number("requests_a_second"));
  TRY(const long long file_mib, settings.number("evidence_file_mib"));
  TRY(const long long case_files, settings.number("evidence_case_files"));
  TRY(const long long case_mib, settings.number("evidence_case_mib"));
  options.evidence.file_bytes = static_cast<std::uint64_t>(file_mib) << 20U;
  options.evidence.case_files = static_cast<std::size_t>(case_files);
  options.evidence.case_bytes = static_cast<std::uint64_t>(case_mib) << 20U;
  options.rates.a_second = static_cast<int>(rate);
  options.server.limits.threads = static_cast<int>(threads);
  options.server.limits.connections = static_cast<int>(connections);
  options.accounts.idle_minutes = static_cast<int>(idle);
  if (options.server.tls_cert.empty() != options.server.tls_key.empty()) {
    return fail(ErrorCode::invalid, {"--tls-cert 与 --tls-key 须同时给出", "--tls-cert and --tls-key go together"});
  }
  if (!options.server.client_ca.empty() && options.server.tls_cert.empty()) {
    return fail(
        ErrorCode::invalid,
        {"--client-ca 需要 --tls-cert:证书只在本服务自己的 TLS 连接中出示,不取自代理的请求头",
         "--client-ca needs --tls-cert: certificates are shown in TLS spoken here; no header of a proxy is taken "
         "for one"});
  }
  TRY(const std::string profile, settings.choice("profile"));
  TRY(const std::string factor, settings.choice("second_factor"));
  TRY(const std::string algorithms, settings.choice("crypto"));
  options.crypto = crypto_named(algorithms);
  if (profile == "dengbao3") keep_dengbao3(options.accounts);
  if (factor == "required") options.accounts.need_second_factor = true;
  for (const auto& text : settings.texts("listen")) {
    const auto listen = read_listen(text);
    if (!listen) {
      return fail(ErrorCode::invalid, {"--listen 应为 地址:端口,如 127.0.0.1:8080;现为 " + text,
                                       "--listen is ADDRESS:PORT, such as 127.0.0.1:8080; it is " + text});
    }
    // Names, id numbers and passwords must not cross a network in the clear.
    if (!is_loopback(listen->address) && options.server.tls_cert.empty() && options.server.behind_proxy.empty()) {
      return fail(
          ErrorCode::invalid,
          {"明文 HTTP 只能监听本机地址;" + text + " 需要 --tls-cert 和 --tls-key,或 --behind-proxy",
           "Plain HTTP is served on loopback only; " + text + " needs --tls-cert and --tls-key, or --behind-proxy"});
    }
    options.server.listen.push_back(*listen);
  }
  return options;
}

int run_serve(int argc, const char* const* argv) {
  block_signals();  // asked to stop while starting: it starts and stops
  write_no_core();
  CLI::App cli{"run the server: API and scheduler", "hejie serve"};
  std::vector<std::string> listen, proxies, admins, overlays;
  std::string heads, heads_key, factor, rate, crypto;
  std::string client_ca;
  std::string channels, data, cert, key, profile, config, workflows, unit, region;
  bool print = false;
  bool schema = false;
  bool allow_demo = false;
  cli.add_option("--data", data, "data folder; created when missing");
  cli.add_option("--listen", listen, "ADDRESS:PORT, port 0 picks a free one (default 127.0.0.1:8080)");
  cli.add_option("--tls-cert", cert, "certificate chain, PEM");
  cli.add_option("--tls-key", key, "private key, PEM");
  cli.add_option("--client-ca", client_ca, "authorities of certificates that serve as second factor, PEM");
  cli.add_option("--behind-proxy", proxies, "CIDR of a proxy whose X-Forwarded-For and -Proto are believed");
  cli.add_option("--admin-allow", admins, "CIDR from which administrators work, repeatable (default: anywhere)");
  cli.add_option("--profile", profile, "asvs (default) or dengbao3");
  cli.add_option("--crypto", crypto, "store (default: as the store was made), international or sm");
  cli.add_option("--second-factor", factor, "optional (default) or required");
  cli.add_option("--heads-file", heads, "file of signed heads of the logs; best on another disk (default in --data)");
  cli.add_option("--heads-key-file", heads_key, "private key that signs them, PEM (default in --data)");
  cli.add_option("--requests-a-second", rate, "what one account may send in the long run (default 100; 0: no limit)");
  cli.add_option("--config", config, "settings file, JSON; flags and HEJIE_* variables beat it");
  cli.add_option("--workflows", workflows, "folder of definitions instead of the shipped ones");
  cli.add_option("--overlay", overlays, "name or file of an overlay laid over the procedures, repeatable");
  cli.add_option("--region", region, "division code of the bureau: its local holidays hold");
  cli.add_option("--unit", unit, "short name of the bureau in case numbers");
  cli.add_option("--channels", channels, "file of the channels by which alerts leave the house, JSON");
  cli.add_flag("--print-config", print, "show what holds and where it came from, and stop");
  cli.add_flag("--config-schema", schema, "show the JSON Schema of the settings file, and stop");
  cli.add_flag("--allow-demo", allow_demo, "serve a demonstration store (known passwords)");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (schema) {
    std::fputs(std::string(resources::find("docs/schema/config.schema.json").value_or("")).c_str(), stdout);
    return 0;
  }
  Settings settings;
  if (!config.empty()) {
    if (auto read = settings.read_file(config); !read) return report(read.error());
  }
  settings.read_environment([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
  const auto flag = [&](const char* name, const std::string& value) {
    if (!value.empty()) settings.set_flag(name, {value});
  };
  flag("data", data);
  flag("tls_cert", cert);
  flag("tls_key", key);
  flag("client_ca", client_ca);
  flag("profile", profile);
  flag("crypto", crypto);
  flag("second_factor", factor);
  flag("heads_file", heads);
  flag("heads_key_file", heads_key);
  flag("channels", channels);
  flag("requests_a_second", rate);
  flag("workflows", workflows);
  flag("unit", unit);
  flag("region", region);
  if (!listen.empty()) settings.set_flag("listen", listen);
  if (!proxies.empty()) settings.set_flag("behind_proxy", proxies);
  if (!admins.empty()) settings.set_flag("admin_allow", admins);
  if (!overlays.empty()) settings.set_flag("overlay", overlays);
  if (print) {
    std::fputs(settings.print().c_str(), stdout);
    return 0;
  }
  auto options = app_options(settings);
  if (!options) return report(options.error());
  if (options->data.empty()) {
    return report({ErrorCode::invalid, {"缺少 --data 数据目录", "--data DIR is needed"}});
  }
  options->allow_demo = allow_demo;
  const SystemClock clock;
  auto app = ServerApp::open(std::move(*options), clock, clock, nullptr);
  if (!app) return report(app.error());
  const auto addresses = (*app)->start();
  if (!addresses) return report(addresses.error());
  for (const auto& address : *addresses) std::printf("listening on %s\n", address.c_str());
  std::fflush(stdout);
  notify_manager("READY=1");
  wait_for_signal((*app)->encrypted() ? [&app] { (*app)->reload_certificate(); } : std::function<void()>());
  (*app)->stop(kStopSeconds);
  return 0;
}

}  // namespace hejie::cli
