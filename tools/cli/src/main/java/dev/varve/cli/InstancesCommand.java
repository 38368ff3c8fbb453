package dev.varve.cli;

import picocli.CommandLine.Command;

/** The instances of a hub. */
@Command(
    name = "instances",
    description = "Lists, shows and manages instances, whatever their version.",
    subcommands = {
      InstanceListCommand.class,
      InstanceShowCommand.class,
      InstanceHistoryCommand.class,
      InstanceChanges.Event.class,
      InstanceChanges.Suspend.class,
      InstanceChanges.Resume.class,
      InstanceChanges.Rewind.class,
      InstanceRestartCommand.class,
      InstanceChanges.Terminate.class,
      InstancePurgeCommand.class
    })
final class InstancesCommand extends CommandGroup {}
