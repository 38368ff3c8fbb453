package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.hostjson.HostJson;
import dev.varve.hostjson.InvalidHostJsonException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class AzureSettingsTest {
  private static final TokenCredential IDENTITY =
      request -> Mono.just(new AccessToken("token", OffsetDateTime.MAX));

  private final Map<String, String> appSettings =
      new HashMap<>(
          Map.of(
              "AzureWebJobsStorage", connection("first"),
              "Other", connection("second")));

  private static String connection(String account) {
    return "DefaultEndpointsProtocol=https;AccountName=%s;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net"
        .formatted(account);
  }

  /** As a section of version 2.0; single quotes stand for double ones. */
  private AzureSettings settings(String storageProvider) {
    return read("{'extensions': {'durableTask': {'storageProvider': %s}}}", storageProvider);
  }

  private AzureSettings read(String file, String section) {
    return AzureSettings.ofHostJson(hostJson(file, section), appSettings::get);
  }

  private static HostJson hostJson(String file, String section) {
    return HostJson.parse("host.json", file.formatted(section).replace('\'', '"'));
  }

  @Test
  void what_is_not_set_is_as_in_Durable_Functions() {
    AzureSettings settings = settings("{}");
    assertThat(settings.account()).hasToString("account first");
    assertThat(settings.trackingAccount()).isSameAs(settings.account());
    assertThat(settings.partitionCount()).isEqualTo(4);
    assertThat(settings.maxQueuePollingInterval()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'extensions': {'durableTask': {'storageProvider': {%s}}}}",
        "{'durableTask': {'storageProvider': {%s}}}",
        "{'durableTask': {'hubName': 'Hub', 'maxConcurrentActivityFunctions': 5, %s}}"
      })
  void settings_are_read_from_every_shape_of_the_file(String file) {
    AzureSettings settings =
        read(
            file,
            "'connectionStringName': 'Other', 'PartitionCount': '7', 'maxQueuePollingInterval': '00:00:02.5',"
                + "'trackingStoreConnectionStringName': 'Storage', 'trackingStoreNamePrefix': 'All'");
    assertThat(settings.account()).hasToString("account second");
    assertThat(settings.partitionCount()).isEqualTo(7);
    assertThat(settings.maxQueuePollingInterval()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(settings.trackingAccount()).hasToString("account first");
    assertThat(settings.trackingPrefix()).contains("All");
  }

  @Test
  void the_oldest_name_of_the_connection_is_known() {
    assertThat(
            read("{'durableTask': {'azureStorageConnectionStringName': '%s'}}", "Other").account())
        .hasToString("account second");
  }

  @Test
  void T1_without_tracking_store_the_tables_have_the_name_of_the_hub() {
    HubNames names = settings("{'connectionName': 'Other'}").names("Orders");
    assertThat(names.instances()).isEqualTo("OrdersInstances");
    assertThat(names.history()).isEqualTo("OrdersHistory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackingStoreConnectionName", "trackingStoreConnectionStringName"})
  void T1_with_tracking_store_the_tables_have_its_prefix(String setting) {
    AzureSettings defaults = settings("{'%s': 'Other'}".formatted(setting));
    assertThat(defaults.names("Orders").instances()).isEqualTo("DurableTaskInstances");
    assertThat(defaults.names("Orders").history()).isEqualTo("DurableTaskHistory");
    AzureSettings named =
        settings("{'%s': 'Other', 'trackingStoreNamePrefix': 'All'}".formatted(setting));
    assertThat(named.names("Orders").instances()).isEqualTo("AllInstances");
    assertThat(named.names("Orders").history()).isEqualTo("AllHistory");
    assertThat(named.trackingAccount()).hasToString("account second");
  }

  @Test
  void T1_a_prefix_without_connection_is_an_error() {
    assertThatThrownBy(() -> settings("{'trackingStoreNamePrefix': 'All'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("extensions.durableTask.storageProvider.trackingStoreNamePrefix")
        .hasMessageContaining("'All'")
        .hasMessageContaining("trackingStoreConnectionName");
  }

  @Test
  void T1_a_prefix_must_fit_the_name_of_a_table() {
    for (String prefix : new String[] {"1All", "my-all", "x".repeat(55), ""}) {
      assertThatThrownBy(() ->
              AzureSettings.of(AzureAccount.ofConnectionString(connection("first")))
                  .withTrackingStore(AzureAccount.ofConnectionString(connection("second")), prefix))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + prefix + "'");
    }
  }

  @Test
  void T2_what_schedules_work_stays_per_hub_in_the_first_account() {
    AzureSettings settings = settings("{'trackingStoreConnectionName': 'Other'}");
    assertThat(settings.account()).hasToString("account first");
    assertThat(settings.trackingAccount()).hasToString("account second");
    assertThat(settings.names("Orders").partitions()).isEqualTo("OrdersPartitions");
    assertThat(settings.names("Orders").work()).isEqualTo("OrdersWork");
    assertThat(settings.names("Orders").worker(3)).isEqualTo("orders-worker-3");
  }

  @Test
  void an_unknown_setting_is_refused_by_name() {
    assertThatThrownBy(() -> settings("{'partitonCount': 4}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("extensions.durableTask.storageProvider.partitonCount")
        .hasMessageContaining("partitionCount");
  }

  @Test
  void a_setting_without_meaning_is_warned_about_by_name() {
    String section =
        "{'controlQueueBatchSize': 64, 'useLegacyPartitionManagement': true, 'partitionCount': 2}";
    StorageProvider provider =
        new StorageProvider(
            hostJson("{'extensions': {'durableTask': {'storageProvider': %s}}}", section),
            new Connections(appSettings::get, Optional.empty()));
    assertThat(provider.warnings())
        .hasSize(2)
        .anyMatch(line -> line.contains("storageProvider.controlQueueBatchSize"))
        .anyMatch(line -> line.contains("storageProvider.useLegacyPartitionManagement"));
    assertThat(provider.settings().partitionCount()).isEqualTo(2);
  }

  @Test
  void the_settings_of_another_store_are_refused() {
    assertThat(settings("{'type': 'azurestorage'}").account()).hasToString("account first");
    assertThatThrownBy(() -> settings("{'type': 'mssql'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("storageProvider.type' is 'mssql'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17})
  void there_are_1_to_16_partitions(int count) {
    assertThatThrownBy(() -> settings("{'partitionCount': %d}".formatted(count)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(count + " partitions")
        .hasMessageContaining("1 to 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:00:00", "2.00:00:00", "soon", "30"})
  void a_polling_interval_that_cannot_be_is_refused(String interval) {
    assertThatThrownBy(() -> settings("{'maxQueuePollingInterval': '%s'}".formatted(interval)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_value_of_the_wrong_kind_is_refused() {
    assertThatThrownBy(() -> settings("{'partitionCount': 'four'}"))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageContaining("partitionCount");
    assertThatThrownBy(() -> settings("7")).isInstanceOf(InvalidHostJsonException.class);
  }

  @Test
  void two_names_of_the_same_setting_clash() {
    assertThatThrownBy(
            () -> settings("{'connectionName': 'Other', 'connectionStringName': 'Storage'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name the same connection");
    assertThatThrownBy(() ->
            read(
                "{'durableTask': {'partitionCount': 3, 'storageProvider': {%s}}}",
                "'partitionCount': 4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are the same setting");
  }

  @Test
  void a_connection_that_does_not_exist_is_told_with_what_to_set() {
    assertThatThrownBy(() -> settings("{'connectionName': 'Gone'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("storageProvider.connectionName")
        .hasMessageContaining("AzureWebJobsGone")
        .hasMessageContaining("Gone__accountName");
  }

  @Test
  void a_setting_with_the_prefix_of_Azure_Functions_comes_first() {
    appSettings.put("AzureWebJobsOther", connection("third"));
    assertThat(settings("{'connectionName': 'Other'}").account()).hasToString("account third");
  }

  @Test
  void a_connection_may_be_by_identity() {
    appSettings.put("Mine__accountName", "mine");
    appSettings.put("Yours:tableServiceUri", "https://yours.table.core.usgovcloudapi.net/");
    appSettings.put("Yours:blobServiceUri", "https://yours.blob.core.usgovcloudapi.net");
    HostJson mine =
        hostJson("{'durableTask': {'storageProvider': {%s}}}", "'connectionName': 'Mine'");
    assertThat(AzureSettings.ofHostJson(mine, appSettings::get, IDENTITY).account())
        .hasToString("account mine");
    assertThatThrownBy(() -> AzureSettings.ofHostJson(mine, appSettings::get))
        .hasMessageContaining("pass a credential");
    HostJson yours =
        hostJson("{'durableTask': {'storageProvider': {%s}}}", "'connectionName': 'Yours'");
    assertThatThrownBy(() -> AzureSettings.ofHostJson(yours, appSettings::get, IDENTITY))
        .hasMessageContaining("Yours__queueServiceUri");
    appSettings.put("Yours:queueServiceUri", "https://yours.queue.core.usgovcloudapi.net");
    assertThat(AzureSettings.ofHostJson(yours, appSettings::get, IDENTITY).account())
        .hasToString("account yours");
  }

  @Test
  void an_account_is_checked_and_its_secrets_are_never_told() {
    for (String broken :
        new String[] {
          "AccountName=a",
          "AccountKey=c2VjcmV0",
          "",
          "c2VjcmV0",
          "SharedAccessSignature=sig=c2VjcmV0"
        }) {
      assertThatThrownBy(() -> AzureAccount.ofConnectionString(broken))
          .as(broken)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("c2VjcmV0");
    }
    assertThatThrownBy(() -> AzureAccount.ofSharedAccessSignature("Not valid", "sig=x"))
        .hasMessageContaining("'Not valid'");
    assertThatThrownBy(() -> AzureAccount.ofSharedAccessSignature("account", "c2VjcmV0"))
        .hasMessageContaining("sig=")
        .message()
        .doesNotContain("c2VjcmV0");
    assertThat(AzureAccount.ofSharedAccessSignature("account", "?sv=1&sig=c2VjcmV0").toString())
        .isEqualTo("account account");
    assertThat(AzureAccount.ofConnectionString("UseDevelopmentStorage=true")).isNotNull();
    assertThat(AzureSettings.of(AzureAccount.ofConnectionString(connection("first"))).toString())
        .doesNotContain("c2VjcmV0");
  }
}
