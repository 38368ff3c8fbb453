package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** Class names that attacks on JSON libraries have used: as data they are plain text here. */
class GadgetTest {
  static final List<String> GADGETS =
      List.of(
          "javax.script.ScriptEngineManager",
          "com.sun.rowset.JdbcRowSetImpl",
          "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
          "java.util.logging.FileHandler",
          "java.rmi.server.UnicastRemoteObject",
          "java.net.URL",
          "java.net.URLClassLoader",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.beans.EventHandler",
          "javax.management.BadAttributeValueExpException",
          "javax.swing.JEditorPane",
          "org.springframework.context.support.ClassPathXmlApplicationContext",
          "org.springframework.context.support.FileSystemXmlApplicationContext",
          "org.springframework.beans.factory.config.PropertyPathFactoryBean",
          "org.springframework.aop.support.DefaultBeanFactoryPointcutAdvisor",
          "org.apache.commons.collections.functors.InvokerTransformer",
          "org.apache.commons.collections4.functors.InstantiateTransformer",
          "org.apache.commons.configuration.JNDIConfiguration",
          "org.apache.commons.dbcp2.datasources.SharedPoolDataSource",
          "org.apache.xalan.xsltc.trax.TemplatesImpl",
          "org.apache.ibatis.datasource.jndi.JndiDataSourceFactory",
          "org.apache.shiro.jndi.JndiObjectFactory",
          "org.codehaus.groovy.runtime.MethodClosure",
          "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
          "com.mchange.v2.c3p0.JndiRefForwardingDataSource",
          "com.zaxxer.hikari.HikariConfig",
          "ch.qos.logback.core.db.DriverManagerConnectionSource",
          "ch.qos.logback.core.db.JNDIConnectionSource",
          "net.sf.ehcache.transaction.manager.DefaultTransactionManagerLookup",
          "org.hibernate.jmx.StatisticsService",
          "bsh.XThis");

  private static final List<String> TYPE_FIELDS =
      List.of("@class", "@type", "type", "class", "@c", "$type", "javaClass", "__type__", "_type");

  record Plain(@Nullable String name, @Nullable Object anything) {}

  private final DataConverter converter = new JacksonDataConverter();

  @ParameterizedTest
  @FieldSource("GADGETS")
  void a_class_name_in_a_type_like_field_stays_text(String gadget) {
    for (String field : TYPE_FIELDS) {
      String json = "{\"%s\":\"%s\",\"name\":\"x\"}".formatted(field, gadget);

      Object map = read(json, new TypeRef<Map<String, Object>>() {});
      Object object = read(json, TypeRef.of(Object.class));
      Object plain = read("{\"anything\":" + json + "}", TypeRef.of(Plain.class));

      assertThat(map).isEqualTo(Map.of(field, gadget, "name", "x"));
      assertThat(Stream.of(map, object, plain).flatMap(GadgetTest::types))
          .allMatch(type -> type.startsWith("java.util.") || type.equals("java.lang.String"));
    }
  }

  @ParameterizedTest
  @FieldSource("GADGETS")
  void a_class_name_in_a_wrapper_array_stays_text(String gadget) {
    String json = "[\"" + gadget + "\",{\"url\":\"http://localhost:1/\"}]";

    assertThat(types(read(json, TypeRef.of(Object.class))))
        .allMatch(type -> type.startsWith("java.util.") || type.equals("java.lang.String"));
  }

  @ParameterizedTest
  @FieldSource("GADGETS")
  void a_class_name_in_a_field_the_type_lacks_is_ignored(String gadget) {
    String json = "{\"@class\":\"%s\",\"@type\":\"%s\",\"name\":\"x\"}".formatted(gadget, gadget);

    assertThat(read(json, TypeRef.of(Plain.class))).isEqualTo(new Plain("x", null));
  }

  @Test
  void no_class_named_in_data_is_asked_of_the_class_loader() {
    assertThat(askedWhile(() -> GADGETS.forEach(this::a_class_name_in_a_wrapper_array_stays_text)))
        .doesNotContainAnyElementsOf(GADGETS);

    // The same ear hears a mapper that does let data name classes.
    JsonMapper open =
        JsonMapper.builder()
            .activateDefaultTyping(
                BasicPolymorphicTypeValidator.builder().allowIfSubType(List.class).build(),
                DefaultTyping.JAVA_LANG_OBJECT)
            .build();
    assertThat(askedWhile(() -> open.readValue("[\"java.util.LinkedList\",[]]", Object.class)))
        .contains("java.util.LinkedList");
  }

  private static List<String> askedWhile(Runnable action) {
    List<String> asked = new ArrayList<>();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
          }
        });
    try {
      action.run();
      return asked;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object read(String json, TypeRef<?> type) {
    Object value = converter.fromPayload(new Payload(json), type.type());
    assertThat(value).isNotNull();
    return value;
  }

  private static Stream<String> types(@Nullable Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case Map<?, ?> map ->
          Stream.concat(
              Stream.of(map.getClass().getName()),
              map.values().stream().flatMap(GadgetTest::types));
      case List<?> list ->
          Stream.concat(
              Stream.of(list.getClass().getName()), list.stream().flatMap(GadgetTest::types));
      case Plain plain -> types(plain.anything());
      default -> Stream.of(value.getClass().getName());
    };
  }
}
