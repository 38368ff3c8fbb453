package dev.varve.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.varve.benchmarks.Engine;
import dev.varve.benchmarks.Peer;
import dev.varve.benchmarks.PeerSite;

/** DBOS Transact for Java on the PostgreSQL that Varve uses: workflows of steps. */
public final class DbosPeer implements Peer {
  private static final int CONNECTIONS =
      Integer.getInteger("varve.benchmarks.dbos.connections", 32);

  @Override
  public String id() {
    return "dbos";
  }

  @Override
  public String description() {
    return "DBOS Transact for Java "
        + DBOS.version()
        + ", "
        + CONNECTIONS
        + " connections; activities are steps, those of W3 child workflows";
  }

  @Override
  public Engine start(PeerSite site) {
    HikariDataSource connections = connections(site.databaseUrl());
    DBOS dbos = new DBOS(DBOSConfig.defaults("benchmark").withDataSource(connections));
    DbosWorkflows.Code code = new DbosWorkflows.Code(dbos);
    DbosWorkflows workflows = dbos.registerProxy(DbosWorkflows.class, code);
    code.throughDbos(workflows);
    dbos.launch();
    return new Running(dbos, workflows, connections);
  }

  private static HikariDataSource connections(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private record Running(DBOS dbos, DbosWorkflows workflows, HikariDataSource connections)
      implements Engine {
    @Override
    public void run(String orchestration, Object input) throws Exception {
      Outputs.demand(input, dbos.startWorkflow(() -> called(orchestration, input)).getResult());
    }

    private Object called(String orchestration, Object input) {
      return switch (orchestration) {
        case ONE -> workflows.one((String) input);
        case CHAIN -> workflows.chain((String) input);
        case FAN_OUT -> workflows.fanOut((Integer) input);
        case SEQUENCE -> workflows.sequence((Integer) input);
        default -> throw new IllegalArgumentException(orchestration);
      };
    }

    @Override
    public void close() {
      dbos.shutdown();
      connections.close();
    }
  }
}
