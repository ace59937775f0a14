#include "k6/vu_tags_class.h"

#include <optional>
#include <string>

#include "k6/vu_state.h"
#include "script/error.h"
#include "script/native_class.h"

namespace headroom::k6 {

namespace {

// What the two kinds of objects differ in.
struct TagsStore {
  static constexpr const char* kind = "tag";
  static constexpr const char* values = "metric tag values";

  static metrics::Tags all(const VuState& vu) { return vu.samples.tags(); }
  static void set(VuState& vu, const std::string& key, const std::string& value) {
    vu.samples.set_own_tag(key, value);
  }
  static void remove(VuState& vu, const std::string& key) { vu.samples.remove_tag(key); }
};

struct MetadataStore {
  static constexpr const char* kind = "metadata";
  static constexpr const char* values = "metric metadata value";

  static metrics::Tags all(const VuState& vu) {
    metrics::Tags all;
    const SystemTags& enabled = vu.worker.test.settings.system_tags;
    if (enabled.has(SystemTag::vu)) {
      all.set(name_of(SystemTag::vu), std::to_string(vu.id));
    }
    if (enabled.has(SystemTag::iter)) {
      all.set(name_of(SystemTag::iter), std::to_string(vu.iteration));
    }
    for (const metrics::Tag& own : vu.metadata) {
      all.set(own.key, own.value);
    }
    return all;
  }
  static void set(VuState& vu, const std::string& key, const std::string& value) {
    vu.metadata.set(key, value);
  }
  static void remove(VuState& vu, const std::string& key) { vu.metadata.remove(key); }
};

// None for a symbol.
std::optional<std::string> text_of(JSContext* context, JSAtom atom) {
  const script::Value name(context, JS_AtomToValue(context, atom));
  if (JS_IsSymbol(name.get()) != 0) {
    return std::nullopt;
  }
  const auto text = name.to_string();
  return text ? std::optional(*text) : std::nullopt;
}

template <typename Store>
int get(JSContext* context, JSPropertyDescriptor* descriptor, JSValueConst self, JSAtom atom) {
  static_cast<void>(self);
  const auto key = text_of(context, atom);
  if (!key) {
    return 0;
  }
  const metrics::Tags all = Store::all(vu_of(context));
  const std::string* value = all.find(*key);
  if (value == nullptr) {
    return 0;
  }
  if (descriptor != nullptr) {
    *descriptor = {.flags = JS_PROP_C_W_E,
                   .value = JS_NewStringLen(context, value->data(), value->size()),
                   .getter = script::js_undefined,
                   .setter = script::js_undefined};
  }
  return 1;
}

template <typename Store>
int list(JSContext* context, JSPropertyEnum** names, std::uint32_t* count, JSValueConst self) {
  static_cast<void>(self);
  const metrics::Tags all = Store::all(vu_of(context));
  // Of at least one, for null says that there is no memory.
  *names =
      static_cast<JSPropertyEnum*>(js_malloc(context, sizeof(JSPropertyEnum) * (all.size() + 1)));
  if (*names == nullptr) {
    return -1;
  }
  *count = 0;
  for (const metrics::Tag& tag : all) {
    (*names)[(*count)++] = {.is_enumerable = 1,
                            .atom = JS_NewAtomLen(context, tag.key.data(), tag.key.size())};
  }
  return 0;
}

template <typename Store>
int remove(JSContext* context, JSValueConst self, JSAtom atom) {
  static_cast<void>(self);
  if (const auto key = text_of(context, atom)) {
    Store::remove(vu_of(context), *key);
  }
  return 1;
}

template <typename Store>
int assign(JSContext* context, JSAtom atom, JSValueConst value) {
  const auto key = text_of(context, atom);
  const bool is_taken = JS_IsString(value) != 0 || JS_IsBool(value) != 0 || JS_IsNumber(value) != 0;
  if (!key || !is_taken) {
    JS_ThrowTypeError(context,
                      "invalid value for metric %s '%s': only String, Boolean and Number types "
                      "are accepted as a %s",
                      Store::kind, key.value_or("a symbol").c_str(), Store::values);
    return -1;
  }
  const auto text = script::Value::borrowed(context, value).to_string();
  Store::set(vu_of(context), *key, text.value_or(""));
  return 1;
}

// QuickJS says what these two are handed.
template <typename Store>
// NOLINTNEXTLINE(readability-function-size)
int set(JSContext* context, JSValueConst self, JSAtom atom, JSValueConst value,
        JSValueConst receiver, int flags) {
  static_cast<void>(self);
  static_cast<void>(receiver);
  static_cast<void>(flags);
  return assign<Store>(context, atom, value);
}

template <typename Store>
// NOLINTNEXTLINE(readability-function-size)
int define(JSContext* context, JSValueConst self, JSAtom atom, JSValueConst value,
           JSValueConst getter, JSValueConst setter, int flags) {
  static_cast<void>(self);
  static_cast<void>(getter);
  static_cast<void>(setter);
  static_cast<void>(flags);
  return assign<Store>(context, atom, value);
}

template <typename Store>
constexpr JSClassExoticMethods exotic_methods() {
  JSClassExoticMethods methods{};
  methods.get_own_property = get<Store>;
  methods.get_own_property_names = list<Store>;
  methods.delete_property = remove<Store>;
  methods.define_own_property = define<Store>;
  methods.set_property = set<Store>;
  return methods;
}

template <typename Store>
constexpr JSClassExoticMethods exotic = exotic_methods<Store>();

const script::ClassId tags_class;
const script::ClassId metadata_class;

}  // namespace

void define_vu_tags_classes(JSContext* context) {
  JS_FreeValue(context, script::define_class(context, tags_class,
                                             {.name = "Tags", .exotic = &exotic<TagsStore>}));
  JS_FreeValue(context,
               script::define_class(context, metadata_class,
                                    {.name = "Metadata", .exotic = &exotic<MetadataStore>}));
}

JSValue new_vu_tags(JSContext* context) {
  return script::new_object(context, tags_class, nullptr);
}

JSValue new_vu_metadata(JSContext* context) {
  return script::new_object(context, metadata_class, nullptr);
}

}  // namespace headroom::k6
