// Documents and pictures.
#include "target/answers/documents.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/answers/images.h"

namespace headroom::target {
namespace {

TEST(Documents, HaveTheirTypes) {
  const struct {
    const char* target;
    const char* type;
    const char* start;
  } rows[] = {
      {"/", "text/html; charset=utf-8", "<!DOCTYPE html>"},
      {"/html", "text/html; charset=utf-8", "<!DOCTYPE html>"},
      {"/encoding/utf8", "text/html; charset=utf-8", "<!DOCTYPE html>"},
      {"/forms/post", "text/html; charset=utf-8", "<!DOCTYPE html>"},
      {"/xml", "application/xml", "<?xml version='1.0'"},
      {"/json", "application/json", "{\"slideshow\":{\"author\":"},
      {"/robots.txt", "text/plain", "User-agent: *\nDisallow: /deny\n"},
      {"/image/png", "image/png", "\x89PNG\r\n\x1a\n"},
      {"/image/jpeg", "image/jpeg", "\xff\xd8\xff\xe0"},
      {"/image/webp", "image/webp", "RIFF"},
      {"/image/svg", "image/svg+xml", "<?xml"},
  };
  for (const auto& row : rows) {
    const Answer answer = get(row.target);
    EXPECT_EQ(answer.content_type, row.type) << row.target;
    EXPECT_TRUE(answer.body.starts_with(row.start)) << row.target;
  }
}

TEST(Documents, TheFormHasTheFieldsThatScriptsFill) {
  const std::string page = get("/forms/post").body;
  for (const char* name :
       {"custname", "custtel", "custemail", "size", "topping", "delivery", "comments"}) {
    EXPECT_NE(page.find("name=\"" + std::string(name) + "\""), page.npos) << name;
  }
  EXPECT_NE(page.find("<form method=\"post\" action=\"/post\">"), page.npos);
}

TEST(Documents, LinksLeadToEachOther) {
  EXPECT_EQ(field_of(get("/links/3"), "Location"), "/links/3/0");
  EXPECT_EQ(get("/links/3/1").body,
            "<html><head><title>Links</title></head><body>"
            "<a href='/links/3/0'>0</a> 1 <a href='/links/3/2'>2</a> </body></html>");
  EXPECT_NE(get("/links/0/9").body.find("<a href='/links/1/0'>0</a>"), std::string::npos);
  EXPECT_EQ(get("/links/999999/0").body, get("/links/200/0").body);
  EXPECT_EQ(get("/links/x").status, 404);
  EXPECT_EQ(get("/links/3/x").status, 404);
}

TEST(Images, AreOfATypeThatTheClientAccepts) {
  const struct {
    const char* accept;
    const char* type;
  } rows[] = {
      {"image/webp,*/*", "image/webp"},  {"image/svg+xml", "image/svg+xml"},
      {"image/jpeg", "image/jpeg"},      {"image/png", "image/png"},
      {"image/*", "image/png"},          {"*/*", "image/png"},
      {"text/html", "application/json"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(get("/image", {{"Accept", row.accept}}).content_type, row.type) << row.accept;
  }
  EXPECT_EQ(get("/image").content_type, "image/png");
  EXPECT_EQ(get("/image", {{"Accept", "text/html"}}).status, 406);
}

}  // namespace
}  // namespace headroom::target
