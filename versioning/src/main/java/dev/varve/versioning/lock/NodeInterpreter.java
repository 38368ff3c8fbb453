package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Makes a node of each instruction. What can fail or be seen from outside happens in its block. */
final class NodeInterpreter extends Interpreter<Node> {
  static final Node UNDEFINED = new Node(new Operation.Undefined(), 1, null, List.of());

  private Block block = new Block(0);

  NodeInterpreter() {
    super(Opcodes.ASM9);
  }

  static Node parameter(int index, int size, @Nullable Type type) {
    return new Node(new Operation.Parameter(index), size, type, List.of());
  }

  /** What happens from now on happens in this block. */
  void begin(Block next) {
    this.block = next;
  }

  @Override
  public @Nullable Node newValue(@Nullable Type type) {
    return UNDEFINED;
  }

  @Override
  public Node newOperation(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
      return literal(opcode - Opcodes.ICONST_0);
    }
    return switch (opcode) {
      case Opcodes.ACONST_NULL -> value(new Operation.Null(), 1, null);
      case Opcodes.LCONST_0, Opcodes.LCONST_1 -> literal((long) (opcode - Opcodes.LCONST_0));
      case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 ->
          literal((float) (opcode - Opcodes.FCONST_0));
      case Opcodes.DCONST_0, Opcodes.DCONST_1 -> literal((double) (opcode - Opcodes.DCONST_0));
      case Opcodes.BIPUSH, Opcodes.SIPUSH -> literal(((IntInsnNode) instruction).operand);
      case Opcodes.LDC -> constant(((LdcInsnNode) instruction).cst);
      case Opcodes.GETSTATIC -> field((FieldInsnNode) instruction, true, true, List.of());
      case Opcodes.NEW -> {
        String type = ((TypeInsnNode) instruction).desc;
        yield value(new Operation.Fresh(type), 1, Type.getObjectType(type));
      }
      default ->
          throw new IllegalArgumentException(
              "it has an instruction of the time before Java 7; compile it with a newer compiler");
    };
  }

  private Node constant(Object constant) {
    return switch (constant) {
      case ConstantDynamic dynamic ->
          happen(
              new Operation.Bootstrap(
                  dynamic.getBootstrapMethod(),
                  dynamic.getName(),
                  dynamic.getDescriptor(),
                  arguments(dynamic)),
              dynamic.getSize(),
              Type.getType(dynamic.getDescriptor()),
              List.of());
      default -> literal(constant);
    };
  }

  private static List<Object> arguments(ConstantDynamic constant) {
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < constant.getBootstrapMethodArgumentCount(); i++) {
      arguments.add(constant.getBootstrapMethodArgument(i));
    }
    return arguments;
  }

  @Override
  public Node copyOperation(AbstractInsnNode instruction, Node value) {
    return value;
  }

  @Override
  public @Nullable Node unaryOperation(AbstractInsnNode instruction, Node value) {
    int opcode = instruction.getOpcode();
    return switch (opcode) {
      case Opcodes.IINC -> sum(value, ((IincInsnNode) instruction).incr);
      case Opcodes.GETFIELD -> field((FieldInsnNode) instruction, true, false, List.of(value));
      case Opcodes.PUTSTATIC -> field((FieldInsnNode) instruction, false, true, List.of(value));
      case Opcodes.NEWARRAY ->
          plain("new array " + ((IntInsnNode) instruction).operand, true, 1, null, value);
      case Opcodes.ANEWARRAY -> {
        Type element = Type.getObjectType(((TypeInsnNode) instruction).desc);
        Type array = Type.getType("[" + element.getDescriptor());
        yield plain("new " + array.getDescriptor(), true, 1, array, value);
      }
      case Opcodes.ARRAYLENGTH -> plain("length", true, 1, null, value);
      case Opcodes.CHECKCAST -> {
        Type type = Type.getObjectType(((TypeInsnNode) instruction).desc);
        yield type.equals(value.type)
            ? value
            : plain("cast " + type.getDescriptor(), true, 1, type, value);
      }
      case Opcodes.INSTANCEOF -> {
        Type type = Type.getObjectType(((TypeInsnNode) instruction).desc);
        yield plain("is " + type.getDescriptor(), false, 1, null, value);
      }
      case Opcodes.MONITORENTER -> plain("enter", true, 1, null, value);
      case Opcodes.MONITOREXIT -> plain("leave", true, 1, null, value);
      default -> {
        boolean computes = opcode >= Opcodes.INEG && opcode <= Opcodes.I2S;
        yield computes ? plain("op" + opcode, false, size(opcode), null, value) : null;
      }
    };
  }

  @Override
  public @Nullable Node binaryOperation(AbstractInsnNode instruction, Node left, Node right) {
    int opcode = instruction.getOpcode();
    if (opcode == Opcodes.PUTFIELD) {
      return field((FieldInsnNode) instruction, false, false, List.of(left, right));
    }
    if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
      Type element =
          opcode == Opcodes.AALOAD && left.type != null && left.type.getSort() == Type.ARRAY
              ? Type.getType(left.type.getDescriptor().substring(1))
              : null;
      return plain("op" + opcode, true, size(opcode), element, left, right);
    }
    if (opcode == Opcodes.IADD && right.operation instanceof Operation.Literal(Integer number)) {
      return sum(left, number);
    }
    if (opcode == Opcodes.ISUB && right.operation instanceof Operation.Literal(Integer number)) {
      return sum(left, -number);
    }
    boolean divides =
        opcode == Opcodes.IDIV
            || opcode == Opcodes.LDIV
            || opcode == Opcodes.IREM
            || opcode == Opcodes.LREM;
    boolean computes =
        (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR)
            || (opcode >= Opcodes.LCMP && opcode <= Opcodes.DCMPG);
    return computes ? plain("op" + opcode, divides, size(opcode), null, left, right) : null;
  }

  /** The same for {@code i++}, {@code i += 1} and {@code i = i + 1}. */
  private Node sum(Node value, int number) {
    return plain("op" + Opcodes.IADD, false, 1, null, value, literal(number));
  }

  @Override
  public @Nullable Node ternaryOperation(
      AbstractInsnNode instruction, Node array, Node index, Node value) {
    plain("op" + instruction.getOpcode(), true, 1, null, array, index, value);
    return null;
  }

  @Override
  public Node naryOperation(AbstractInsnNode instruction, List<? extends Node> values) {
    return switch (instruction) {
      case MultiANewArrayInsnNode array ->
          happen(
              new Operation.Plain("new " + array.desc, true),
              1,
              Type.getType(array.desc),
              List.copyOf(values));
      case InvokeDynamicInsnNode site -> CallSites.node(site, List.copyOf(values), this);
      case MethodInsnNode call -> call(call, List.copyOf(values));
      default -> throw new IllegalArgumentException("opcode " + instruction.getOpcode());
    };
  }

  private Node call(MethodInsnNode call, List<Node> values) {
    Operation.Call.How how =
        switch (call.getOpcode()) {
          case Opcodes.INVOKESTATIC -> Operation.Call.How.STATIC;
          case Opcodes.INVOKESPECIAL -> Operation.Call.How.SPECIAL;
          default -> Operation.Call.How.VIRTUAL;
        };
    Type result = Type.getReturnType(call.desc);
    Node node =
        happen(
            new Operation.Call(how, call.owner, call.name, call.desc),
            Math.max(1, result.getSize()),
            result,
            values);
    if (call.name.equals("<init>") && values.getFirst().operation instanceof Operation.Fresh) {
      values.getFirst().constructed = node;
    }
    return node;
  }

  private Node field(FieldInsnNode field, boolean isRead, boolean isStatic, List<Node> values) {
    Type type = Type.getType(field.desc);
    return happen(
        new Operation.Field(isRead, isStatic, field.owner, field.name, field.desc),
        type.getSize(),
        type,
        values);
  }

  /** A node that happens at this place. */
  Node happen(Operation operation, int size, @Nullable Type type, List<Node> values) {
    Node node = new Node(operation, size, type, values);
    block.effects.add(node);
    return node;
  }

  private Node plain(String word, boolean happens, int size, @Nullable Type type, Node... values) {
    Operation operation = new Operation.Plain(word, happens);
    return happens
        ? happen(operation, size, type, List.of(values))
        : new Node(operation, size, type, List.of(values));
  }

  private static Node literal(Object constant) {
    int size = constant instanceof Long || constant instanceof Double ? 2 : 1;
    Type type =
        switch (constant) {
          case String text -> Type.getType(String.class);
          case Type named -> Type.getType(Class.class);
          case Handle handle -> Type.getType(java.lang.invoke.MethodHandle.class);
          default -> null;
        };
    return value(new Operation.Literal(constant), size, type);
  }

  private static Node value(Operation operation, int size, @Nullable Type type) {
    return new Node(operation, size, type, List.of());
  }

  private static int size(int opcode) {
    return switch (opcode) {
      case Opcodes.LALOAD, Opcodes.DALOAD -> 2;
      case Opcodes.LNEG, Opcodes.DNEG -> 2;
      case Opcodes.I2L, Opcodes.I2D, Opcodes.L2D, Opcodes.F2L, Opcodes.F2D, Opcodes.D2L -> 2;
      case Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LDIV, Opcodes.LREM -> 2;
      case Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM -> 2;
      case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> 2;
      case Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR -> 2;
      default -> 1;
    };
  }

  @Override
  public void returnOperation(AbstractInsnNode instruction, Node value, @Nullable Node expected) {
    // A return is an exit of its block, not a node.
  }

  @Override
  public Node merge(Node one, Node other) {
    throw new IllegalStateException("ways meet in phis here");
  }
}
