package dev.varve.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The first word, with what holds for every command. */
@Command(
    name = "varve",
    description = {
      "Looks at the hubs of a store, manages their instances, and proves a build before it is"
          + " deployed."
    },
    versionProvider = VarveCommand.Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.DONE_HELP,
      ExitCode.FAILED_HELP,
      ExitCode.WRONG_USAGE_HELP,
      ExitCode.CHECK_FAILED_HELP,
      ExitCode.CANNOT_TELL_HELP
    },
    subcommands = {
      VersionsCommand.class,
      CurrentCommand.class,
      RehearseCommand.class,
      LockCommand.class,
      BumpCommand.class,
      WorkersCommand.class,
      InstancesCommand.class,
      ParkedCommand.class,
      RetireCommand.class,
      RouterCommand.class,
      GateCommand.class,
      ExportCommand.class,
      GenerateCompletion.class
    })
final class VarveCommand extends CommandGroup {
  private static final String HELP = "--help";

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print where a failure came from, too.")
  private boolean stackTrace;

  /** All commands, each with {@code --help}. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new VarveCommand());
    addHelp(line);
    line.setExpandAtFiles(false); // an id or a payload may begin with @
    // Of this word alone: others ask for the version of a function.
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version of this tool.")
                .build());
    return line;
  }

  /** Not inherited, since one of picocli's own has it already. */
  private static void addHelp(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.findOption(HELP) == null) {
      spec.addOption(
          OptionSpec.builder("-h", HELP).usageHelp(true).description("Show this help.").build());
    }
    line.getSubcommands().values().forEach(VarveCommand::addHelp);
  }

  boolean stackTrace() {
    return stackTrace;
  }

  /** That of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Version.class.getPackage().getImplementationVersion();
      return new String[] {"varve " + (version == null ? "(not built as a jar)" : version)};
    }
  }
}
