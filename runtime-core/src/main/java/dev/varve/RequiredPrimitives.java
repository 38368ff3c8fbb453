package dev.varve;

import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Demands the primitive components of records and constructors, for which Jackson would otherwise
 * make up a zero when they are missing.
 */
final class RequiredPrimitives extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    boolean primitive = member instanceof AnnotatedParameter && member.getRawType().isPrimitive();
    return primitive ? Boolean.TRUE : super.hasRequiredMarker(config, member);
  }
}
