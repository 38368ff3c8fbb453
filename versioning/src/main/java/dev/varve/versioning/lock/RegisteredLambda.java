package dev.varve.versioning.lock;

import dev.varve.VarveBuilder;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the code behind a lambda object. The JVM hides which one of its class it is, so the class
 * that made it is searched for lambdas of the same kind; if there are several, the one that is
 * given away together with the name of the function is meant.
 */
final class RegisteredLambda {
  private static final String MARK = "$$Lambda";
  private static final String BUILDER = Type.getInternalName(VarveBuilder.class);

  private RegisteredLambda() {}

  /**
   * A place where a lambda is made.
   *
   * @param named strings that it is given away with
   */
  record Site(Operation.Lambda lambda, Node node, Set<String> named) {}

  static boolean is(Class<?> type) {
    return type.isHidden() && type.getName().contains(MARK);
  }

  /** The class whose code made the lambda. */
  static Class<?> host(Class<?> lambda) {
    String name = lambda.getName().substring(0, lambda.getName().indexOf(MARK));
    try {
      return Class.forName(name, false, lambda.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new UnreadableCodeException("there is no class " + name + " that made a lambda", e);
    }
  }

  /**
   * The lambda that the object is.
   *
   * @param function the name it was registered under
   * @param fits whether a lambda is a better guess than others, as far as its code tells
   * @throws UnreadableCodeException if it may be one of several with different code
   */
  static Site find(Class<?> lambda, String function, ClassFiles classes, Predicate<Site> fits) {
    List<Site> sites = candidates(lambda, function, classes, fits);
    long different =
        sites.stream()
            .map(site -> Form.ofLambda(site.lambda, site.node, classes, new Mentions()))
            .distinct()
            .count();
    if (different == 1) {
      return sites.getFirst();
    }
    throw new UnreadableCodeException(
        "the code of '"
            + function
            + "' is one of "
            + different
            + " lambdas in "
            + host(lambda).getName()
            + " and nothing tells which; register it as a class, or give the builder its name as a"
            + " constant in a call that no other lambda there shares");
  }

  /** All lambdas that the object may be. */
  static List<Site> candidates(
      Class<?> lambda, String function, ClassFiles classes, Predicate<Site> fits) {
    List<Site> sites = sites(lambda, host(lambda), classes);
    prefer(sites, site -> site.named.contains(function));
    prefer(sites, fits);
    return sites;
  }

  private static void prefer(List<Site> sites, Predicate<Site> better) {
    if (sites.stream().anyMatch(better)) {
      sites.removeIf(better.negate());
    }
  }

  private static List<Site> sites(Class<?> lambda, Class<?> host, ClassFiles classes) {
    ClassNode node =
        classes
            .own(Type.getInternalName(host))
            .orElseThrow(() -> new IllegalStateException(host + " is no part of the project"));
    List<Site> sites = new ArrayList<>();
    for (MethodNode method : node.methods) {
      if (makesLambdas(method)) {
        Graph graph = GraphBuilder.of(method);
        graph.blocks().stream()
            .flatMap(block -> block.effects.stream())
            .filter(made -> made.operation instanceof Operation.Lambda l && isOf(lambda, l, made))
            .forEach(made ->
                sites.add(new Site((Operation.Lambda) made.operation, made, names(made, graph))));
      }
    }
    return sites;
  }

  private static boolean makesLambdas(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() == Opcodes.INVOKEDYNAMIC
          && ((InvokeDynamicInsnNode) instruction)
              .bsm
              .getOwner()
              .equals("java/lang/invoke/LambdaMetafactory")) {
        return true;
      }
    }
    return false;
  }

  /** Whether it implements the same interface and has captured values of the same types. */
  private static boolean isOf(Class<?> object, Operation.Lambda lambda, Node made) {
    List<String> captured =
        Arrays.stream(object.getDeclaredFields())
            .map(Field::getType)
            .map(Type::getDescriptor)
            .toList();
    return Arrays.stream(object.getInterfaces())
            .anyMatch(type -> Type.getInternalName(type).equals(lambda.type()))
        && captured.size() == made.inputs.size();
  }

  /**
   * The strings that go into the same call, or into one that gets what came of the lambda. What a
   * builder returns is itself, and the next function has nothing to do with this one.
   */
  private static Set<String> names(Node made, Graph graph) {
    Map<Node, List<Node>> uses = graph.uses();
    Set<String> names = new HashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(made));
    while (!open.isEmpty()) {
      for (Node user : uses.getOrDefault(open.remove(), List.of())) {
        if (user.operation instanceof Operation.Call call && seen.add(user)) {
          for (Node input : user.inputs) {
            if (input.real().operation instanceof Operation.Literal(String name)) {
              names.add(name);
            }
          }
          if (!call.owner().equals(BUILDER)) {
            open.add(user);
          }
        }
      }
    }
    return names;
  }
}
