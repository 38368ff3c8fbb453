package dev.varve.storage;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list of instances.
 *
 * @param continuation asks for the next page; empty at the end
 */
public record InstancePage(List<InstanceRow> instances, Optional<String> continuation) {}
