package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that name classes, wherever something could be read as a type. */
class HostileTypesTest {
  private static final List<String> GADGETS =
      List.of(
          "java.lang.Runtime",
          "java.lang.ProcessBuilder",
          "java.net.URL",
          "java.net.URLClassLoader",
          "java.util.PriorityQueue",
          "java.util.logging.FileHandler",
          "javax.naming.InitialContext",
          "javax.management.BadAttributeValueExpException",
          "javax.script.ScriptEngineManager",
          "javax.swing.JEditorPane",
          "com.sun.rowset.JdbcRowSetImpl",
          "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
          "org.apache.commons.collections.functors.InvokerTransformer",
          "org.apache.commons.collections4.functors.InstantiateTransformer",
          "org.apache.commons.beanutils.BeanComparator",
          "org.apache.xalan.xsltc.trax.TemplatesImpl",
          "org.springframework.context.support.ClassPathXmlApplicationContext",
          "org.springframework.beans.factory.config.PropertyPathFactoryBean",
          "org.hibernate.jmx.StatisticsService",
          "org.codehaus.groovy.runtime.MethodClosure",
          "ch.qos.logback.core.db.DriverManagerConnectionSource",
          "ch.qos.logback.core.db.JNDIConnectionSource",
          "com.mchange.v2.c3p0.JndiRefForwardingDataSource",
          "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
          "com.zaxxer.hikari.HikariConfig",
          "org.h2.Driver",
          "org.postgresql.ds.PGSimpleDataSource",
          "org.sqlite.SQLiteDataSource",
          "dev.varve.management.HostileTypesTest$Trap",
          "[Ldev.varve.management.HostileTypesTest$Trap;");
  private static final List<String> TYPE_FIELDS =
      List.of("@class", "class", "@type", "type", "$type", "@c", "_class", "errorType", "v");

  private static boolean sprung;

  /** Says so when somebody loads and initializes it. */
  @SuppressWarnings("UnusedNestedClass")
  static final class Trap {
    static {
      sprung = true;
    }
  }

  @Test
  void SEC1_a_class_that_a_body_names_is_text_and_is_never_made() {
    try (TestApi api = TestApi.inMemory().working()) {
      for (String gadget : GADGETS) {
        for (String field : TYPE_FIELDS) {
          String body = "{\"%s\":\"%s\",\"value\":[\"%s\",{}]}".formatted(field, gadget, gadget);
          ApiResponse started = api.post(BASE + "/orchestrators/Echo?timeout=30", body);
          assertThat(started.status()).isEqualTo(200);
          assertThat(started.text()).isEqualTo(body);
          assertThat(api.post("/varve/v1/purges", body).status()).isEqualTo(400);
        }
        String array = "[\"%s\",{}]".formatted(gadget);
        assertThat(api.post(BASE + "/orchestrators/Echo?timeout=30", array).text())
            .isEqualTo(array);
        String name = ApiCall.encode(gadget);
        assertThat(api.post(BASE + "/orchestrators/" + name, "1").status()).isEqualTo(400);
      }
    }
    assertThat(sprung).isFalse();
  }
}
