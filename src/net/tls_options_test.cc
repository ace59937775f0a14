// What a TLS client can be told to do: certificates of its own, the system's
// authorities, resuming, key logs, and to look at stapled OCSP responses.
#include <filesystem>
#include <map>
#include <regex>

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "kit/file.h"
#include "net/internal/openssl_pointer.h"
#include "net/key_log.h"
#include "net/ocsp_fake.h"
#include "net/tls_fixture.h"
#include "net/tls_sessions.h"

namespace headroom::net {
namespace {

constexpr kit::Instant never = kit::Instant::never();

using TlsClientCertificates = TlsFixture;
using TlsAuthorities = TlsFixture;
using TlsVersions = TlsFixture;
using TlsKeyLog = TlsFixture;
using TlsOcsp = TlsFixture;

ClientCertificate client_of(const CertificatePair& pair, std::vector<std::string> domains = {}) {
  return {.certificate_pem = pair.certificate_pem,
          .key_pem = pair.key_pem,
          .domains = std::move(domains)};
}

TEST_F(TlsClientCertificates, AreChosenByTheServersName) {
  const CertificatePair wanted_authority = *make_certificate({.names = {"wanted"}});
  const CertificatePair other_authority = *make_certificate({.names = {"other"}});
  const CertificatePair wanted =
      *make_certificate({.names = {"client"}, .authority = &wanted_authority});
  const CertificatePair other =
      *make_certificate({.names = {"client"}, .authority = &other_authority});
  struct Row {
    const char* reason;
    std::vector<ClientCertificate> certificates;
    const char* host;
    bool is_accepted;
  };
  const Row rows[] = {
      {"the only one", {client_of(wanted)}, "a.test", true},
      {"the second is of the authority that the server names",
       {client_of(other), client_of(wanted)},
       "a.test",
       true},
      {"none is", {client_of(other)}, "a.test", false},
      {"the name is its domain", {client_of(wanted, {"b.test", "a.test"})}, "A.test.", true},
      {"the name is not its domain", {client_of(wanted, {"a.test"})}, "b.test", false},
      {"a star is one label", {client_of(wanted, {"*.a.test"})}, "x.a.test", true},
      {"a star is not two labels", {client_of(wanted, {"*.a.test"})}, "y.x.a.test", false},
      {"a star is not none", {client_of(wanted, {"*.a.test"})}, "a.test", false},
      {"an address", {client_of(wanted, {"127.0.0.1"})}, "127.0.0.1", true},
      {"one for the name beside one for another",
       {client_of(other, {"b.test"}), client_of(wanted, {"a.test"})},
       "a.test",
       true},
  };
  for (const Row& row : rows) {
    Meeting meeting = this->meeting(good_);
    meeting.client.verifies = false;
    meeting.client.certificates = row.certificates;
    meeting.server.client_authorities_pem = wanted_authority.certificate_pem;
    meeting.host = row.host;

    EXPECT_TRUE(meet(meeting)) << row.reason;
    EXPECT_EQ(server_outcome_.has_value(), row.is_accepted) << row.reason;
  }
}

// The key as old tools write it: "Proc-Type: 4,ENCRYPTED".
std::string encrypted_key(const std::string& key_pem, const std::string& password) {
  const internal::Bio text = internal::bio_of(key_pem);
  const internal::Key key(PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr));
  const internal::Bio out(BIO_new(BIO_s_mem()));
  EXPECT_EQ(
      PEM_write_bio_PrivateKey_traditional(out.get(), key.get(), EVP_aes_256_cbc(),
                                           reinterpret_cast<const unsigned char*>(password.data()),
                                           static_cast<int>(password.size()), nullptr, nullptr),
      1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

TEST_F(TlsClientCertificates, MayHaveAnEncryptedKey) {
  const CertificatePair own = signed_for("client");
  ClientCertificate certificate = client_of(own);
  certificate.key_pem = encrypted_key(own.key_pem, "secret");
  EXPECT_NE(certificate.key_pem.find("Proc-Type: 4,ENCRYPTED"), std::string::npos);
  Meeting meeting = this->meeting(good_);
  meeting.server.client_authorities_pem = authority_.certificate_pem;

  certificate.key_password = "secret";
  meeting.client.certificates = {certificate};
  EXPECT_TRUE(meet(meeting));
  EXPECT_TRUE(server_outcome_);

  for (const char* wrong : {"wrong", ""}) {
    certificate.key_password = wrong;
    const auto context = TlsClientContext::make({.certificates = {certificate}});
    ASSERT_FALSE(context) << wrong;
    EXPECT_TRUE(context.error().text().starts_with("TLS client certificate 1: key: "))
        << context.error().text();
  }
}

TEST_F(TlsClientCertificates, MustFitTheirKey) {
  const auto context =
      TlsClientContext::make({.certificates = {{.certificate_pem = good_.certificate_pem,
                                                .key_pem = authority_.key_pem}}});
  ASSERT_FALSE(context);
  EXPECT_TRUE(context.error().text().starts_with(
      "TLS client certificate 1: key does not belong to the certificate"))
      << context.error().text();
}

TEST_F(TlsClientCertificates, AreCountedWhenOneIsWrong) {
  ClientCertificate rubbish = client_of(good_);
  rubbish.certificate_pem = "rubbish";

  const auto context =
      TlsClientContext::make({.certificates = {client_of(good_), client_of(good_), rubbish}});

  ASSERT_FALSE(context);
  EXPECT_EQ(context.error().text(), "TLS client certificate 3: certificate: no start line");
}

TEST_F(TlsAuthorities, MayBeAFileOrEveryFileOfFolders) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "tls_authorities";
  std::filesystem::create_directories(folder / "inner");
  const std::string file = (folder / "authority.txt").string();
  ASSERT_TRUE(kit::write_file(file, authority_.certificate_pem));
  ASSERT_TRUE(kit::write_file((folder / "rubbish.pem").string(), "rubbish"));
  Meeting meeting = this->meeting(good_);
  meeting.client.authorities_pem.clear();
  meeting.client.trusts_system = true;
  EXPECT_EQ(kind_of(meet(meeting)), FailureKind::tls_unknown_authority);

  meeting.client.system_file = file;
  EXPECT_TRUE(meet(meeting));

  meeting.client.system_file.clear();
  meeting.client.system_folders = {"/nonexistent", folder.string()};
  EXPECT_TRUE(meet(meeting));

  EXPECT_FALSE(TlsClientContext::make({.system_file = "/nonexistent"}));
  EXPECT_FALSE(TlsClientContext::make({.system_file = (folder / "rubbish.pem").string()}));
}

TEST_F(TlsVersions, AreThoseThatTheClientAllows) {
  struct Row {
    TlsVersion client_min, client_max, server_min, server_max;
    const char* agreed;
  };
  using enum TlsVersion;
  const Row rows[] = {
      {tls1_0, tls1_0, tls1_0, tls1_3, "tls1.0"}, {tls1_1, tls1_1, tls1_0, tls1_3, "tls1.1"},
      {tls1_2, tls1_2, tls1_0, tls1_3, "tls1.2"}, {tls1_3, tls1_3, tls1_0, tls1_3, "tls1.3"},
      {tls1_0, tls1_3, tls1_0, tls1_1, "tls1.1"}, {tls1_2, tls1_3, tls1_0, tls1_2, "tls1.2"},
      {tls1_3, tls1_3, tls1_2, tls1_2, "none"},   {tls1_2, tls1_3, tls1_0, tls1_1, "none"},
  };
  for (const Row& row : rows) {
    Meeting meeting = this->meeting(good_);
    meeting.client.version_min = row.client_min;
    meeting.client.version_max = row.client_max;
    meeting.server.version_min = row.server_min;
    meeting.server.version_max = row.server_max;
    std::string agreed = "none";
    meeting.as_client = [&](Transport& client) { agreed = name_of(client.tls()->version); };

    const Outcome<void> outcome = meet(meeting);

    EXPECT_EQ(agreed, row.agreed) << name_of(row.client_min) << " " << name_of(row.server_max);
    if (!outcome) {
      EXPECT_EQ(outcome.error().text, "protocol version not supported");
    }
  }
}

TEST_F(TlsVersions, TakeGosOlderNamesOfSuites) {
  Meeting meeting = this->meeting(good_);
  meeting.client.version_max = TlsVersion::tls1_2;
  meeting.client.cipher_suites = {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"};
  std::string suite;
  meeting.as_client = [&](Transport& client) { suite = client.tls()->cipher; };

  EXPECT_TRUE(meet(meeting));

  EXPECT_EQ(suite, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
}

TEST_F(TlsKeyLog, HasTheSecretsOfEveryConnection) {
  const std::string path = testing::TempDir() + "tls_key_log";
  std::filesystem::remove(path);
  const std::unique_ptr<KeyLog> log = KeyLog::open(path).value();
  Meeting meeting = this->meeting(good_);
  meeting.client.key_log = log.get();
  EXPECT_TRUE(meet(meeting));
  meeting.client.version_max = TlsVersion::tls1_2;
  EXPECT_TRUE(meet(meeting));
  KeyLog::open(path).value()->append("# another run");

  const std::string text = kit::read_file(path).value();

  const std::regex line("([A-Z0-9_]+) [0-9a-f]{64} [0-9a-f]{64,96}\n");
  std::map<std::string, int> labels;
  for (std::sregex_iterator found(text.begin(), text.end(), line), end; found != end; ++found) {
    ++labels[(*found)[1]];
  }
  const std::map<std::string, int> expected = {{"CLIENT_HANDSHAKE_TRAFFIC_SECRET", 1},
                                               {"SERVER_HANDSHAKE_TRAFFIC_SECRET", 1},
                                               {"CLIENT_TRAFFIC_SECRET_0", 1},
                                               {"SERVER_TRAFFIC_SECRET_0", 1},
                                               {"EXPORTER_SECRET", 1},
                                               {"CLIENT_RANDOM", 1}};
  EXPECT_EQ(labels, expected) << text;
  EXPECT_TRUE(text.ends_with("# another run\n"));
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(TlsKeyLog, NamesTheFileItCannotOpen) {
  EXPECT_EQ(KeyLog::open("/nonexistent/x").error().text(),
            "/nonexistent/x: No such file or directory");
}

TEST_F(TlsOcsp, IsToldAsTheServerStaplesIt) {
  const std::pair<std::string, OcspStatus> rows[] = {
      {"", OcspStatus::none},
      {"rubbish", OcspStatus::none},
      {make_ocsp_response({.certificate = good_}), OcspStatus::good},
  };
  for (const auto& [response, status] : rows) {
    Meeting meeting = this->meeting(good_);
    meeting.server.ocsp_response = response;
    OcspFacts facts{.status = OcspStatus::unknown};
    meeting.as_client = [&](Transport& client) { facts = client.tls()->ocsp; };

    EXPECT_TRUE(meet(meeting));

    EXPECT_EQ(facts.status, status);
  }
}

// Connects several times from one pair of contexts.
class TlsResuming : public TlsFixture {
 protected:
  struct Pair {
    std::unique_ptr<TlsClientContext> client;
    std::unique_ptr<TlsServerContext> server;
  };
  Pair make(bool client_resumes, bool server_resumes, TlsVersion version) {
    return {.client = TlsClientContext::make({.authorities_pem = authority_.certificate_pem,
                                              .trusts_system = false,
                                              .version_max = version,
                                              .resumes = client_resumes})
                          .value(),
            .server = TlsServerContext::make({.certificate_pem = good_.certificate_pem,
                                              .key_pem = good_.key_pem,
                                              .resumes = server_resumes})
                          .value()};
  }

  // What the server says; the client must agree.
  bool is_resumed(Pair& pair, TlsSessions* sessions, int port = 443) {
    bool server_says = false;
    bool client_says = false;
    auto [left, right] = make_pipe(*reactor_);
    reactor_->spawn([&, right = std::move(right)]() mutable {
      auto server = accept_tls(std::move(right), *pair.server, never);
      ASSERT_TRUE(server) << server.error().text;
      server_says = (*server)->tls()->is_resumed;
      EXPECT_TRUE((*server)->write("hello", never));
      EXPECT_EQ(read_some(**server), "closed");
    });
    reactor_->spawn([&, left = std::move(left)]() mutable {
      const std::string host = "localhost";
      auto client = start_tls(std::move(left), *pair.client,
                              TlsPeer{.host = host, .port = port, .sessions = sessions}, never);
      ASSERT_TRUE(client) << client.error().text;
      EXPECT_EQ(read_some(**client), "hello");
      client_says = (*client)->tls()->is_resumed;
    });
    reactor_->run();
    EXPECT_EQ(server_says, client_says);
    return server_says;
  }
};

TEST_F(TlsResuming, NeedsBothSidesAndAVirtualUsersMemory) {
  for (const TlsVersion version : {TlsVersion::tls1_2, TlsVersion::tls1_3}) {
    for (const auto& [client_resumes, server_resumes] :
         {std::pair{true, true}, {true, false}, {false, true}, {false, false}}) {
      Pair pair = make(client_resumes, server_resumes, version);
      TlsSessions sessions;
      EXPECT_FALSE(is_resumed(pair, &sessions)) << "nothing to resume yet";
      for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(is_resumed(pair, &sessions), client_resumes && server_resumes)
            << name_of(version) << client_resumes << server_resumes;
      }
      EXPECT_FALSE(is_resumed(pair, nullptr));
    }
  }
}

TEST_F(TlsResuming, IsForOneServerAndOneVirtualUser) {
  Pair pair = make(true, true, TlsVersion::tls1_3);
  TlsSessions sessions;
  TlsSessions others;
  EXPECT_FALSE(is_resumed(pair, &sessions));

  EXPECT_FALSE(is_resumed(pair, &sessions, 8443));
  EXPECT_FALSE(is_resumed(pair, &others));
  EXPECT_TRUE(is_resumed(pair, &sessions));

  sessions.clear();
  EXPECT_FALSE(is_resumed(pair, &sessions));
}

TEST_F(TlsResuming, KeepsFewSessionsOfAServer) {
  Pair pair = make(true, true, TlsVersion::tls1_2);
  TlsSessions sessions;
  for (int i = 0; i < 6; ++i) {
    is_resumed(pair, &sessions);
  }
  EXPECT_GE(sessions.count(), 1U);
  EXPECT_LE(sessions.count(), 4U);
}

}  // namespace
}  // namespace headroom::net
