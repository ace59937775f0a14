#include "target/answers/documents.h"

#include <algorithm>

namespace headroom::target {

namespace {

constexpr std::string_view html_page = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>The queue at the bridge</title></head>
<body>
<h1>The queue at the bridge</h1>
<p>There was a bridge with one keeper, and the keeper let one cart pass at a time. A cart took a
minute. In the morning a cart came every two minutes, and nobody had to wait for long; the keeper
said that the bridge was fast, and wrote a minute into his book, every day.</p>
<p>Then came the week of the fair. Carts came every minute, then two in a minute, and the line grew
down the hill and past the mill. The keeper wrote a minute into his book, as ever: he looked at his
watch when a cart set its wheels upon the planks, and again when it left them.</p>
<p>On the third evening a miller climbed up to him, dusty and cross. &ldquo;I have stood here since
noon,&rdquo; she said. &ldquo;Your book says a minute,&rdquo; said the keeper, and showed her.
&ldquo;Your book begins,&rdquo; said the miller, &ldquo;where my waiting ends.&rdquo;</p>
<p>Since then the keeper has hung a second watch at the foot of the hill.</p>
</body>
</html>
)";

constexpr std::string_view xml_document = R"(<?xml version='1.0' encoding='us-ascii'?>
<slideshow title="Sample Slide Show" date="Any day" author="headroom target">
  <slide type="all">
    <title>What a load test asks</title>
  </slide>
  <slide type="all">
    <title>Three questions</title>
    <item>How much does it <em>take</em>?</item>
    <item>How long does it <em>make us wait</em>?</item>
    <item>What <em>breaks</em> first?</item>
  </slide>
</slideshow>
)";

constexpr std::string_view json_document =
    R"({"slideshow":{"author":"headroom target","date":"Any day","slides":[)"
    R"({"title":"What a load test asks","type":"all"},)"
    R"({"items":["How much does it <em>take</em>?","How long does it <em>make us wait</em>?",)"
    R"("What <em>breaks</em> first?"],"title":"Three questions","type":"all"}],)"
    R"("title":"Sample Slide Show"}})"
    "\n";

constexpr std::string_view robots = "User-agent: *\nDisallow: /deny\n";

constexpr std::string_view denial = R"(
     .---------.
    /           \
   |   NO  WAY   |
   |    -----    |
    \           /
     '---------'
          |
   YOU SHOULDN'T BE HERE
)";

constexpr std::string_view form_page = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>A form</title></head>
<body>
<form method="post" action="/post">
<p><label>Name <input name="custname"></label></p>
<p><label>Telephone <input type="tel" name="custtel"></label></p>
<p><label>E-mail <input type="email" name="custemail"></label></p>
<fieldset><legend>Size of the pizza</legend>
<label><input type="radio" name="size" value="small"> small</label>
<label><input type="radio" name="size" value="medium"> medium</label>
<label><input type="radio" name="size" value="large"> large</label>
</fieldset>
<fieldset><legend>Topping</legend>
<label><input type="checkbox" name="topping" value="bacon"> bacon</label>
<label><input type="checkbox" name="topping" value="cheese"> cheese</label>
<label><input type="checkbox" name="topping" value="onion"> onion</label>
<label><input type="checkbox" name="topping" value="mushroom"> mushroom</label>
</fieldset>
<p><label>When <input type="time" name="delivery" min="11:00" max="21:00" step="900"></label></p>
<p><label>Anything else <textarea name="comments"></textarea></label></p>
<p><button>Order</button></p>
</form>
</body>
</html>
)";

}  // namespace

Answer html_page_answer(const Question&, const PathValues&) {
  return html_answer(std::string(html_page));
}

Answer xml_answer(const Question&, const PathValues&) {
  return {.content_type = "application/xml", .body = std::string(xml_document)};
}

Answer json_document_answer(const Question&, const PathValues&) {
  return json_answer(std::string(json_document));
}

Answer robots_answer(const Question&, const PathValues&) {
  return {.content_type = "text/plain", .body = std::string(robots)};
}

Answer deny_answer(const Question&, const PathValues&) {
  return {.content_type = "text/plain", .body = std::string(denial)};
}

Answer form_answer(const Question&, const PathValues&) {
  return html_answer(std::string(form_page));
}

Answer links_answer(const Question&, const PathValues& values) {
  const auto count = parse_count(values[0]);
  return count ? redirect_answer("/links/" + std::to_string(*count) + "/0")
               : refusal(404, "write /links/COUNT, for example /links/10");
}

Answer links_page_answer(const Question&, const PathValues& values) {
  constexpr std::uint64_t links_max = 200;
  const auto wanted = parse_count(values[0]);
  const auto here = parse_count(values[1]);
  if (!wanted || !here) {
    return refusal(404, "write /links/COUNT/HERE, for example /links/10/0");
  }
  const std::uint64_t count = std::clamp(*wanted, std::uint64_t{1}, links_max);
  std::string page = "<html><head><title>Links</title></head><body>";
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    if (i == *here) {
      page.append(number).append(" ");
    } else {
      page.append("<a href='/links/").append(std::to_string(count)).append("/").append(number);
      page.append("'>").append(number).append("</a> ");
    }
  }
  return html_answer(page + "</body></html>");
}

}  // namespace headroom::target
