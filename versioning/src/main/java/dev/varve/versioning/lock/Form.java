package dev.varve.versioning.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes down what a method does, so that equal text means equal behaviour, and one source gives
 * one text whichever compiler read it. Blocks and nodes are numbered as they are met. Lambdas stand
 * where they are made.
 */
final class Form {
  /**
   * A text this long stands for itself by its digest, as nodes may share inputs many times over.
   */
  private static final int LONG = 400;

  private static final Set<String> OF_OBJECT =
      Set.of(
          "equals(Ljava/lang/Object;)Z",
          "hashCode()I",
          "toString()Ljava/lang/String;",
          "getClass()Ljava/lang/Class;");

  private final Graph graph;
  private final ClassFiles classes;
  private final Mentions mentions;

  /**
   * The last parameter that is a value captured by a lambda; -1 if this is none. Those are named by
   * first use: compilers have them in an order of their own.
   */
  private final int lastCaptured;

  private final List<Integer> captureOrder = new ArrayList<>();
  private final Map<Block, Integer> blocks = new IdentityHashMap<>();
  private final Map<Edge, String> ways = new IdentityHashMap<>();
  private final Map<Node, Integer> numbers = new IdentityHashMap<>();
  private final Map<Node, Integer> caught = new IdentityHashMap<>();
  private final Map<Node, Integer> phis = new IdentityHashMap<>();
  private final Deque<Node> untold = new ArrayDeque<>();
  private final Map<Node, String> texts = new IdentityHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Form(Graph graph, ClassFiles classes, Mentions mentions, int lastCaptured) {
    this.graph = graph;
    this.classes = classes;
    this.mentions = mentions;
    this.lastCaptured = lastCaptured;
  }

  /** The form of a method with code. */
  static String of(MethodNode method, ClassFiles classes, Mentions mentions) {
    return form(method, classes, mentions, -1).text.toString();
  }

  /** The form of a lambda or method reference, at a place where it is made. */
  static String ofLambda(
      Operation.Lambda lambda, Node node, ClassFiles classes, Mentions mentions) {
    Block nowhere = new Block(0);
    Form outside = new Form(new Graph(nowhere, new Edge(nowhere, nowhere)), classes, mentions, -1);
    return outside.lambda(lambda, node);
  }

  private static Form form(
      MethodNode method, ClassFiles classes, Mentions mentions, int lastCaptured) {
    Graph graph = GraphBuilder.of(method);
    Simplifier.simplify(graph, classes);
    Form form = new Form(graph, classes, mentions, lastCaptured);
    form.write();
    return form;
  }

  private void write() {
    List<Block> order =
        graph.blocks().stream()
            .filter(block -> block == graph.entry() || !block.onlyReturns())
            .toList();
    for (Block block : order) {
      blocks.put(block, blocks.size());
      int way = 0;
      for (Edge edge : block.exit.edges()) {
        ways.put(edge, "B" + blocks.get(block) + "." + way++);
      }
    }
    for (Block block : order) {
      text.append('B').append(blocks.get(block)).append(":\n");
      for (Node effect : block.effects) {
        String told = effect(effect);
        numbers.put(effect, numbers.size());
        text.append('%').append(numbers.get(effect)).append(" = ").append(told);
        for (Node.Handler handler : effect.handlers) {
          text.append(" !").append(named(handler.caught())).append(' ').append(way(handler.edge()));
          ways.put(handler.edge(), reference(effect));
        }
        text.append('\n');
      }
      text.append(exit(block.exit)).append('\n');
    }
    while (!untold.isEmpty()) {
      Node phi = untold.remove();
      text.append("phi").append(phis.get(phi)).append(" = ").append(arrivals(phi)).append('\n');
    }
  }

  private String way(Edge edge) {
    return edge.to.onlyReturns() && edge.to != graph.entry()
        ? "(" + exit(edge.to.exit) + ")"
        : "B" + blocks.get(edge.to);
  }

  private String exit(Exit exit) {
    return switch (exit) {
      case Exit.Jump jump -> "goto " + way(jump.edge());
      case Exit.Branch branch -> {
        String left = value(branch.left());
        String right = value(branch.right());
        yield "if "
            + left
            + branch.word()
            + right
            + " "
            + way(branch.yes())
            + " else "
            + way(branch.no());
      }
      case Exit.Switch choice ->
          "switch "
              + value(choice.value())
              + choice.cases().entrySet().stream()
                  .filter(
                      entry -> !SwitchSimplifier.isSamePlace(entry.getValue(), choice.otherwise()))
                  .map(entry -> " " + entry.getKey() + "->" + way(entry.getValue()))
                  .collect(Collectors.joining())
              + " else "
              + way(choice.otherwise());
      case Exit.Return end ->
          "return" + end.value().stream().map(v -> " " + value(v)).collect(Collectors.joining());
      case Exit.Throw thrown -> "throw " + value(thrown.value());
    };
  }

  /** What comes along each way: from an exit, or from a node that failed. */
  private String arrivals(Node phi) {
    Map<String, Node> from = new TreeMap<>();
    phi.arrivals.forEach((edge, node) -> {
      String way = edge == graph.call() ? "start" : ways.get(edge);
      if (way != null) {
        from.put(way, node);
      }
    });
    return from.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + value(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private String value(Node node) {
    Node real = node.real();
    return switch (real.operation) {
      case Operation.Parameter(int index) -> parameter(index);
      case Operation.Literal literal -> literal(literal.value());
      case Operation.Null n -> "null";
      case Operation.Caught c -> {
        Integer known = caught.get(real);
        if (known == null) {
          known = caught.size();
          caught.put(real, known);
        }
        yield "caught" + known;
      }
      case Operation.Undefined u -> "nothing";
      case Operation.Fresh fresh ->
          real.constructed == null ? "new" : reference(real.constructed.real());
      case Operation.Phi phi -> {
        Integer known = phis.get(real);
        if (known == null) {
          known = phis.size();
          phis.put(real, known);
          untold.add(real);
        }
        yield "phi" + known;
      }
      case Operation.Plain plain when !plain.isEffect() -> {
        String known = texts.get(real);
        if (known == null) {
          known = Digests.shortened(named(plain.word()) + values(real.inputs), LONG);
          texts.put(real, known);
        }
        yield known;
      }
      default -> reference(real);
    };
  }

  private String reference(Node node) {
    return "%" + numbers.getOrDefault(node, -1);
  }

  private String parameter(int index) {
    if (index > lastCaptured) {
      return "p" + (index - Math.max(lastCaptured, 0));
    }
    if (!captureOrder.contains(index)) {
      captureOrder.add(index);
    }
    return "c" + captureOrder.indexOf(index);
  }

  private String literal(Object constant) {
    String told =
        switch (constant) {
          case String string -> Literals.quoted(string);
          case Long number -> number + "L";
          case Float number -> number + "f";
          case Double number -> number + "d";
          case Type type -> "class " + named(type.getDescriptor());
          case Handle handle -> handle(handle);
          default -> constant.toString();
        };
    if (constant instanceof Type type
        && type.getSort() == Type.OBJECT
        && classes.own(type.getInternalName()).filter(EnumOrder::isEnum).isPresent()) {
      mentions.payloads.add(type.getDescriptor()); // Sets and maps of it look at its constants.
    }
    if (constant instanceof String || (constant instanceof Number number && !isCommon(number))) {
      mentions.literals.add(told);
    }
    return told;
  }

  /**
   * Zero and one are what conditions and loops are compiled to; to show them would tell nothing.
   */
  private static boolean isCommon(Number number) {
    return number instanceof Integer && (number.intValue() == 0 || number.intValue() == 1);
  }

  private String values(List<Node> nodes) {
    return nodes.stream().map(this::value).collect(Collectors.joining(",", "(", ")"));
  }

  private String effect(Node node) {
    return switch (node.operation) {
      case Operation.Plain plain -> named(plain.word()) + values(node.inputs);
      case Operation.Call call -> call(call, node);
      case Operation.Field field -> field(field) + values(node.inputs);
      case Operation.Lambda lambda -> lambda(lambda, node);
      case Operation.Concat concat -> concat(concat, node);
      case Operation.Bootstrap site -> bootstrap(site) + values(node.inputs);
      default -> throw new IllegalStateException("no effect: " + node.operation);
    };
  }

  private String call(Operation.Call call, Node node) {
    Optional<Operation> accessed = Accessors.behind(call, classes);
    if (accessed.isPresent()) {
      return accessed.get() instanceof Operation.Field field
          ? field(field) + values(node.inputs)
          : call((Operation.Call) accessed.get(), node);
    }
    mentions.calls.add(call);
    mentions.noteArguments(call, node, classes);
    String owner = owner(call);
    if (call.isConstructor() && node.input(0).operation instanceof Operation.Fresh fresh) {
      mentions.made.add(fresh.type());
      return "new "
          + named(owner + call.descriptor())
          + values(node.inputs.subList(1, node.inputs.size()));
    }
    // A private method is called specially by some compilers; super is what matters.
    String how =
        switch (call.how()) {
          case STATIC -> "static ";
          case VIRTUAL -> "call ";
          case SPECIAL -> isPrivate(call) ? "call " : "super ";
        };
    return how + named(owner + "." + call.name() + call.descriptor()) + values(node.inputs);
  }

  /** The class that declares the method, if that can be told: callers may name a subclass. */
  private String owner(Operation.Call call) {
    boolean isOfObject =
        call.how() == Operation.Call.How.VIRTUAL
            && OF_OBJECT.contains(call.name() + call.descriptor());
    return classes
        .method(call.owner(), call.name(), call.descriptor())
        .map(found -> found.owner().name)
        .orElse(isOfObject ? "java/lang/Object" : call.owner());
  }

  private boolean isPrivate(Operation.Call call) {
    return classes
        .method(call.owner(), call.name(), call.descriptor())
        .filter(found -> (found.method().access & Opcodes.ACC_PRIVATE) != 0)
        .isPresent();
  }

  private String field(Operation.Field field) {
    mentions.fields.add(field);
    String owner =
        classes
            .field(field.owner(), field.name())
            .map(found -> found.owner().name)
            .orElse(field.owner());
    return (field.isRead() ? "get " : "put ")
        + (field.isStatic() ? "static " : "")
        + named(owner + "." + field.name() + ":" + field.descriptor());
  }

  private String lambda(Operation.Lambda lambda, Node node) {
    Handle code = lambda.code();
    String head = "lambda " + named(lambda.type()) + "." + lambda.method() + lambda.descriptor();
    Optional<ClassFiles.FoundMethod> body = Lambdas.body(code, classes);
    if (body.isEmpty()) {
      return head + " is " + handle(code) + values(node.inputs);
    }
    Form form = form(body.get().method(), classes, mentions, Lambdas.lastCaptured(node, code));
    return head
        + " with "
        + form.captureOrder.stream()
            .map(position -> value(node.inputs.get(Lambdas.input(position, code))))
            .collect(Collectors.joining(",", "(", ")"))
        + " {\n"
        + form.text
        + "}";
  }

  private String handle(Handle handle) {
    int tag = handle.getTag();
    if (tag <= Opcodes.H_PUTSTATIC) {
      boolean reads = tag == Opcodes.H_GETFIELD || tag == Opcodes.H_GETSTATIC;
      boolean isStatic = tag == Opcodes.H_GETSTATIC || tag == Opcodes.H_PUTSTATIC;
      return field(
          new Operation.Field(
              reads, isStatic, handle.getOwner(), handle.getName(), handle.getDesc()));
    }
    Operation.Call call = Lambdas.call(handle);
    mentions.calls.add(call);
    if (call.isConstructor()) {
      mentions.made.add(call.owner());
    }
    String owner = owner(call);
    return (tag == Opcodes.H_INVOKESTATIC ? "static " : "call ")
        + named(owner + "." + call.name() + call.descriptor());
  }

  private String concat(Operation.Concat concat, Node node) {
    StringBuilder told = new StringBuilder("concat");
    int next = 0;
    for (Object piece : concat.pieces()) {
      if (piece instanceof String string) {
        told.append(' ').append(literal(string));
      } else {
        told.append(' ').append(piece).append(value(node.inputs.get(next++)));
      }
    }
    return told.toString();
  }

  private String bootstrap(Operation.Bootstrap site) {
    return "make "
        + named(site.method().getOwner() + "." + site.method().getName())
        + " "
        + site.name()
        + named(site.descriptor())
        + site.arguments().stream().map(this::argument).collect(Collectors.joining(",", "[", "]"));
  }

  private String argument(Object argument) {
    return switch (argument) {
      case ConstantDynamic constant ->
          constant.getName()
              + named(constant.getDescriptor())
              + argument(constant.getBootstrapMethod())
              + IntStream.range(0, constant.getBootstrapMethodArgumentCount())
                  .mapToObj(constant::getBootstrapMethodArgument)
                  .map(this::argument)
                  .toList();
      default -> literal(argument);
    };
  }

  /** Anonymous and local classes have a number, which moves when another one comes before them. */
  static String named(String types) {
    return types.replaceAll("\\$[0-9]+", "\\$*");
  }
}
