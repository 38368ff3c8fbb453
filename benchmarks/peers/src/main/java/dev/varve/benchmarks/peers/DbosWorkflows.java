package dev.varve.benchmarks.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import dev.varve.benchmarks.Engine;
import java.util.ArrayList;
import java.util.List;

/** The workloads as DBOS runs them: it stands between this interface and its code. */
public interface DbosWorkflows {
  String one(String input);

  String chain(String input);

  int fanOut(int width);

  int sequence(int length);

  /** What W3 runs in parallel: steps of one workflow run one after the other. */
  String child(String input);

  /** The code behind. */
  final class Code implements DbosWorkflows {
    private final DBOS dbos;
    private DbosWorkflows durable = this;

    Code(DBOS dbos) {
      this.dbos = dbos;
    }

    /** Before the launch. */
    void throughDbos(DbosWorkflows workflows) {
      durable = workflows;
    }

    @Override
    @Workflow(name = "one")
    public String one(String input) {
      return step(input);
    }

    @Override
    @Workflow(name = "chain")
    public String chain(String input) {
      String value = input;
      for (int i = 0; i < Engine.CHAIN_LENGTH; i++) {
        value = step(value);
      }
      return value;
    }

    @Override
    @Workflow(name = "fanOut")
    public int fanOut(int width) {
      List<WorkflowHandle<String, RuntimeException>> children = new ArrayList<>(width);
      for (int i = 0; i < width; i++) {
        children.add(dbos.startWorkflow(() -> durable.child("hello")));
      }
      children.forEach(WorkflowHandle::getResult);
      return children.size();
    }

    @Override
    @Workflow(name = "sequence")
    public int sequence(int length) {
      for (int i = 0; i < length; i++) {
        step("hello");
      }
      return length;
    }

    @Override
    @Workflow(name = "child")
    public String child(String input) {
      return input;
    }

    private String step(String input) {
      return dbos.<String, RuntimeException>runStep(() -> input, "echo");
    }
  }
}
