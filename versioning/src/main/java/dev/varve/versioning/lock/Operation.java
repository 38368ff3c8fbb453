package dev.varve.versioning.lock;

import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/** What a {@link Node} of a {@link Graph} is, without the nodes it takes. */
sealed interface Operation {
  /** A parameter by position; 0 is {@code this} where there is one. */
  record Parameter(int index) implements Operation {}

  /** A constant: a boxed number, a string, or a {@link Type} for a class. */
  record Literal(Object value) implements Operation {}

  /** The constant {@code null}. */
  record Null() implements Operation {}

  /** Arithmetic, arrays, casts: what an instruction does on its own. */
  record Plain(String word, boolean isEffect) implements Operation {}

  /** A call. */
  record Call(How how, String owner, String name, String descriptor) implements Operation {
    /** Interface or class does not matter, nor whether a private method is called specially. */
    enum How {
      STATIC,
      VIRTUAL,
      SPECIAL
    }

    boolean isConstructor() {
      return name.equals("<init>");
    }

    boolean is(String onOwner, String named, String described) {
      return owner.equals(onOwner) && name.equals(named) && descriptor.equals(described);
    }
  }

  /** A field read or written. */
  record Field(boolean isRead, boolean isStatic, String owner, String name, String descriptor)
      implements Operation {}

  /** An object before its constructor runs. */
  record Fresh(String type) implements Operation {}

  /** A lambda or method reference; the inputs are what it captures. */
  record Lambda(String type, String method, String descriptor, Handle code) implements Operation {}

  /**
   * A string put together.
   *
   * @param pieces a text, or the kind of the next input: a character of a descriptor, with {@code
   *     L} for all references and {@code I} for all small whole numbers
   */
  record Concat(List<Object> pieces) implements Operation {
    public Concat {
      pieces = List.copyOf(pieces);
    }
  }

  /** A call site or constant that some other bootstrap method makes. */
  record Bootstrap(Handle method, String name, String descriptor, List<Object> arguments)
      implements Operation {
    public Bootstrap {
      arguments = List.copyOf(arguments);
    }
  }

  /** What a handler caught. */
  record Caught() implements Operation {}

  /** The value that came along the edge by which a block was entered. */
  record Phi(Block block) implements Operation {}

  /** A slot that nothing may read here. */
  record Undefined() implements Operation {}

  /** Whether it happens at its place, rather than being a value wherever that is used. */
  default boolean happens() {
    return switch (this) {
      case Plain plain -> plain.isEffect();
      case Call c -> true;
      case Field f -> true;
      case Lambda l -> true;
      case Concat c -> true;
      case Bootstrap b -> true;
      case Parameter p -> false;
      case Literal l -> false;
      case Null n -> false;
      case Fresh f -> false;
      case Caught c -> false;
      case Phi p -> false;
      case Undefined u -> false;
    };
  }
}
