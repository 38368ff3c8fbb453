package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/maven-plugin.md tells what is there. */
class PageTest {
  private static final Path SHOP = Path.of("src", "test", "projects", "shop");

  @Test
  void it_lists_every_goal_and_every_property_and_no_other() throws IOException {
    String descriptor = descriptor();

    assertThat(found("^\\| `([a-z]+-?[a-z]*)` \\| [a-z]+s ", Page.text()))
        .isEqualTo(found("<goal>(.+?)</goal>", descriptor));
    assertThat(found("`(varve\\.\\w+)` \\|", Page.text()))
        .isEqualTo(found("\\$\\{(varve\\.\\w+)}", descriptor));
  }

  @Test
  void its_pom_and_its_registrations_are_those_of_the_project_that_the_tests_build()
      throws IOException {
    String pom = Files.readString(SHOP.resolve("pom.xml"));
    String plugin =
        Page.block("<plugin>").replaceAll("<version>.+</version>", "<version>@varve@</version>");

    assertThat(pom).contains(plugin.indent(6));
    assertThat(Files.readString(SHOP.resolve("src/main/java/shop/ShopFunctions.java")))
        .contains(Page.block("public final class ShopFunctions"));
    assertThat(SHOP.resolve("src/main/resources/META-INF/services/dev.varve.Registrations"))
        .hasContent(Page.block("shop.ShopFunctions"));
  }

  private static String descriptor() throws IOException {
    try (InputStream file = PageTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .forEach(match -> found.add(match.group(1)));
    assertThat(found).isNotEmpty();
    return found;
  }
}
