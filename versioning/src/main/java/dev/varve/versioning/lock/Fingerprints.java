package dev.varve.versioning.lock;

import dev.varve.Activity;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.Orchestrator;
import dev.varve.VarveBuilder;
import dev.varve.internal.engine.ActivityCode;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.RegisteredCode;
import dev.varve.internal.engine.Registry;
import dev.varve.internal.replay.FunctionTypes;
import dev.varve.internal.replay.OrchestratorCode;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.objectweb.asm.Type;

/** Takes the fingerprints of all functions of a builder. */
final class Fingerprints {
  private final Project project;
  private final Map<ClassLoader, ClassFiles> classes = new HashMap<>();

  private Fingerprints(Project project) {
    this.project = project;
  }

  static List<LockedFunction> of(VarveBuilder builder, List<String> packages) {
    Registry registry = BuilderAccess.to(builder).registry(builder);
    Project project = new Project(packages);
    registry.orchestrators().values().forEach(code -> project.add(host(code.factory())));
    registry.activities().values().forEach(code -> project.add(host(code.activity())));
    Fingerprints fingerprints = new Fingerprints(project);
    List<LockedFunction> functions = new ArrayList<>();
    registry.orchestrators().values().forEach(code -> functions.add(fingerprints.of(code)));
    registry.activities().values().forEach(code -> functions.add(fingerprints.of(code)));
    return functions;
  }

  private static Class<?> host(Object code) {
    Class<?> type = RegisteredCode.typeBehind(code);
    return RegisteredLambda.is(type) ? RegisteredLambda.host(type) : type;
  }

  private LockedFunction of(OrchestratorCode code) {
    Object registered = RegisteredCode.behind(code.factory());
    Closure closure = closure(registered);
    if (registered instanceof Supplier<?>) {
      Object made = code.factory().get();
      addFactory(registered, made.getClass(), code.name(), closure);
      add(made, Orchestrator.class, code.name(), closure);
    } else {
      add(registered, Orchestrator.class, code.name(), closure);
    }
    addType(code.inputType(), closure);
    return locked(FunctionKind.ORCHESTRATOR, code.name(), closure);
  }

  private LockedFunction of(ActivityCode code) {
    Object registered = RegisteredCode.behind(code.activity());
    Closure closure = closure(registered);
    add(registered, Activity.class, code.name(), closure);
    addType(code.inputType(), closure);
    return locked(FunctionKind.ACTIVITY, code.name(), closure);
  }

  private static LockedFunction locked(FunctionKind kind, FunctionName name, Closure closure) {
    return LockedFunction.of(new FunctionKey(kind, name), closure.parts());
  }

  private Closure closure(Object code) {
    return new Closure(classes(host(code)));
  }

  private ClassFiles classes(Class<?> host) {
    return classes.computeIfAbsent(
        host.getClassLoader(), loader -> new ClassFiles(loader, project));
  }

  /** What was registered is a class, a lambda, or an object of a class. */
  private void add(Object registered, Class<?> role, FunctionName name, Closure closure) {
    Class<?> type = RegisteredCode.typeBehind(registered);
    if (RegisteredLambda.is(type)) {
      addLambda(type, name, closure);
    } else {
      closure.addRoot(Type.getInternalName(type));
      addType(FunctionTypes.output(type, role), closure);
    }
    if (!(registered instanceof Class<?>)) {
      addHeld(registered, name, closure);
    }
  }

  private void addLambda(Class<?> type, FunctionName name, Closure closure) {
    ClassFiles files = classes(RegisteredLambda.host(type));
    RegisteredLambda.Site site =
        RegisteredLambda.find(type, name.toString(), files, candidate -> true);
    addSite(site, files, closure);
    closure.addPayload(Type.getReturnType(site.lambda().code().getDesc()).getDescriptor());
  }

  private void addHeld(Object holder, FunctionName name, Closure closure) {
    new HeldObjects(name.toString(), project, classes(host(holder)), closure).addHeldBy(holder);
  }

  static void addSite(RegisteredLambda.Site site, ClassFiles files, Closure closure) {
    Mentions mentions = new Mentions();
    closure.addCode("lambda", Form.ofLambda(site.lambda(), site.node(), files, mentions), mentions);
  }

  /** A factory decides what the object works with, so its code counts too. */
  private void addFactory(Object factory, Class<?> made, FunctionName name, Closure closure) {
    Class<?> type = factory.getClass();
    if (RegisteredLambda.is(type)) {
      ClassFiles files = classes(RegisteredLambda.host(type));
      String product = Type.getInternalName(made);
      addSite(
          RegisteredLambda.find(type, name.toString(), files, site -> makes(site, product, files)),
          files,
          closure);
    } else {
      closure.addRoot(Type.getInternalName(type));
    }
    addHeld(factory, name, closure);
  }

  private static boolean makes(RegisteredLambda.Site site, String type, ClassFiles files) {
    Mentions mentions = new Mentions();
    Form.ofLambda(site.lambda(), site.node(), files, mentions);
    return mentions.made.contains(type);
  }

  private static void addType(java.lang.reflect.Type type, Closure closure) {
    switch (type) {
      case Class<?> known -> closure.addPayload(Type.getDescriptor(known));
      case ParameterizedType generic -> {
        addType(generic.getRawType(), closure);
        List.of(generic.getActualTypeArguments()).forEach(t -> addType(t, closure));
      }
      case GenericArrayType array -> addType(array.getGenericComponentType(), closure);
      case WildcardType any -> List.of(any.getUpperBounds()).forEach(t -> addType(t, closure));
      default -> {} // A variable stands for nothing that is known.
    }
  }
}
