package dev.varve.versioning.lock;

import java.util.Map;

/** Everything that the language offers inside a method, a method each. */
final class Constructs {
  private Constructs() {}

  static Map<String, String> sources() {
    return Map.of("shop/Constructs.java", SOURCE, "shop/App.java", APP);
  }

  private static final String APP =
      """
      package shop;

      public final class App {
        public static void register(dev.varve.VarveBuilder builder) {
          builder.activity("All_v1", String.class, text -> text);
        }
      }
      """;

  private static final String SOURCE =
      """
      package shop;

      import java.util.*;
      import java.util.function.*;

      class Constructs {
        int count;
        static int shared;
        Runnable task;
        enum Color { RED, GREEN, BLUE }
        sealed interface Shape permits Circle, Square, Pair {}
        record Circle(int radius) implements Shape {}
        record Square(int side, String name) implements Shape {}
        record Pair(Shape left, Shape right) implements Shape {}
        class Inner { int value = count + 1; }
        static int twice(int n) { return n * 2; }
        static int all(int... n) { return n.length; }
        private int own(int n) { return n + count; }
        void say(String text) {}
        void shout(String text) {}

        int whileLoop(int n) { int s = 0; while (n > 0) { s += n; n--; } return s; }
        int doLoop(int n) { int s = 1; do { s *= 3; n -= 2; } while (n >= 4); return s; }
        int forLoop(int n) { int s = 0; for (int i = 0, j = 9; i < n && j > 2; i++, j--) s += i ^ j; return s; }
        int forever(int n) { for (;;) { if (n > 100) break; n = n * 2 + 1; } return n; }
        int foreverWhile(int n) { while (true) { n += 7; if (n % 5 == 0) return n; } }
        int labels(int n) { outer: for (int i = 0; i < n; i++) { for (int j = 0; j < i; j++) { if (j == 3) continue outer; if (i * j > 40) break outer; shared++; } } return shared; }
        int eachArray(int[] a) { int s = 0; for (int x : a) s += x; return s; }
        int eachArrays(int[][] a) { int s = 0; for (int[] r : a) for (int x : r) { if (x == 3) continue; s += x; } return s; }
        int eachList(List<String> l) { int s = 0; for (String x : l) s += x.length(); return s; }
        int eachEntry(Map<String, Integer> m) { int s = 0; for (Map.Entry<String, Integer> e : m.entrySet()) if (e.getKey().isEmpty()) s += e.getValue(); return s; }
        boolean logic(boolean a, boolean b, boolean c) { return a && (b || !c); }
        boolean logicValue(int a, int b) { boolean x = a > 3 || b < 2; say("x"); return x != (a == b); }
        boolean logicArgument(int a, String b) { say(String.valueOf(a > 2 && b != null)); return !(a <= 3) & b == null; }
        boolean not(boolean a) { return !a; }
        int ternary(int a) { return a > 5 ? 1 : a < 2 ? 7 : 9; }
        String ternaryArgument(boolean a, String t) { say(a ? "yes" : t); return a ? t + "1" : null; }
        int ifElse(int a) { int r; if (a == 0) r = 4; else if (a == 1) { r = 6; } else r = a; return r; }
        int ifReturn(Object a) { if (a == null) return 3; if (a instanceof String) { say("s"); } return 5; }
        void ifEmpty(int a) { if (a > 3) { say("big"); } }
        int compareZero(int a) { if (0 < a) return 2; if (0 >= a && a != 0) return 4; if (a >= 0) return 5; return 6; }
        int compareLong(long a, double b, float c) { if (a < 5L) return 1; if (b >= 2.5) return 2; if (c > 1.5f) return 3; if (!(b < 1.0)) return 4; return a == 7L ? 5 : 6; }
        long arithmetic(int a, long b) { a += 3; a -= 2; a *= 5; a /= 2; a %= 7; a <<= 2; a >>>= 1; b |= a; b &= 0xFFL; return b ^ ~a; }
        int increments(int a) { int b = a++ + ++a; b--; --b; b += 300; count++; ++shared; this.count += 5; int[] x = {1, 2}; x[a]++; x[0] -= b; return b + x[1]--; }
        byte narrow(int a) { byte b = (byte) a; b += 3; char c = (char) (b + 1); c++; short s = (short) c; return (byte) s; }
        int boxes(Integer a, List<Integer> l) { Integer b = a + 1; b++; l.add(b); int c = l.get(0); Long d = 5L; return c + d.intValue(); }
        String concat(int a, char b, long c, Object d, boolean e) { return "a" + a + b + c + d + e + 'x' + 1.5 + (a + 1) + null; }
        String concatEmpty(Object a) { return "" + a; }
        String concatGrow(int a) { String s = "s"; for (int i = 0; i < a; i++) { s += i; s += ","; } return s; }
        String concatNested(String a, String b) { return a + ("<" + b + ">") + (a + b); }
        String concatTernary(boolean a, int b) { return "v" + (a ? b : "none") + "."; }
        String concatChar(char a, byte b, short c, float d) { return a + "-" + b + c + d; }
        String concatCalls(List<String> a) { return a.remove(0) + a.size() + a.toString() + own(3); }
        String builder(int a) { StringBuilder b = new StringBuilder(); b.append(a).append("x"); if (a > 3) b.append('c'); return b.toString(); }
        int switchInt(int a) { switch (a) { case 1: return 10; case 2: case 3: say("2"); break; case 7: say("7"); default: shared = 4; } return a; }
        int switchSparse(int a) { switch (a) { case 1: return 10; case 1000: return 20; case -5: return 30; default: return 40; } }
        int switchString(String a) { int r = 0; switch (a) { case "a": r = 1; break; case "b": r = 2; case "c": r += 3; break; default: r = 9; } return r; }
        int switchStringCollision(String a) { switch (a) { case "Aa": return 1; case "BB": return 2; case "C": return 3; } return 4; }
        int switchStringNoDefault(String a, int b) { switch (a) { case "x": b++; break; case "y": b--; break; } return b; }
        int switchStringShared(String a) { int r = 0; switch (a) { case "DE": case "AT": r += 19; break; case "CH": r += 8; break; default: break; } return r; }
        int switchStringArrow(String a) { return switch (a) { case "a", "b" -> 1; case "c" -> { say("c"); yield 2; } default -> 3; }; }
        int switchEnum(Color a) { switch (a) { case RED: return 1; case BLUE: say("blue"); break; default: break; } return 0; }
        int switchEnumArrow(Color a) { return switch (a) { case RED -> 1; case GREEN -> 2; case BLUE -> 3; }; }
        String switchIntArrow(int a) { return switch (a) { case 1, 2 -> "low"; case 3 -> "mid"; default -> "high"; }; }
        int switchPattern(Object a) { return switch (a) { case Integer i when i > 3 -> i; case String s -> s.length(); default -> 0; }; }
        int switchSealed(Shape a) { return switch (a) { case Circle c -> c.radius(); case Square s -> s.side(); case Pair p -> 2; }; }
        int switchRecord(Shape a) { return switch (a) { case Circle(int r) -> r; case Square(int s, String n) -> s + n.length(); case Pair(Circle(int x), Shape y) -> x; case Pair p -> 5; }; }
        int switchNull(Color a) { return switch (a) { case null -> 8; case RED -> 1; default -> 2; }; }
        int instancePattern(Object a) { if (a instanceof String s && s.length() > 2) return s.length(); if (!(a instanceof Integer i)) return 4; return i + 1; }
        int instanceRecord(Object a) { return a instanceof Square(int s, String n) && s > 3 ? s + n.length() : 1; }
        int tryCatch(String a) { int r = 1; try { r = Integer.parseInt(a); say("ok"); } catch (NumberFormatException e) { say(e.getMessage()); r += 2; } return r; }
        int tryMulti(String a) { try { return Integer.parseInt(a); } catch (NumberFormatException | NullPointerException e) { return 2; } catch (RuntimeException e) { throw new IllegalStateException("bad", e); } }
        int tryFinally(String a) { try { say(a); return 1; } finally { say("done"); } }
        int tryCatchFinally(String a) { int r = 0; try { r = Integer.parseInt(a); } catch (NumberFormatException e) { r -= 5; } finally { say("end"); shared++; } return r; }
        int tryLoop(List<String> l) { int s = 0; for (String x : l) { try { s += Integer.parseInt(x); } catch (NumberFormatException e) { continue; } s *= 2; } return s; }
        int tryResource(AutoCloseable a) throws Exception { try (AutoCloseable b = a) { say("in"); return 4; } }
        void tryResources(Supplier<AutoCloseable> a) throws Exception { try (AutoCloseable b = a.get(); AutoCloseable c = a.get()) { say("in"); } catch (IllegalStateException e) { say("caught"); } }
        int guarded(Object a) { synchronized (a) { count += 2; return count; } }
        void throwing(int a) { if (a > 2) throw new IllegalArgumentException("a is " + a); say("fine"); }
        void asserting(int a) { assert a > 2 : "low"; }
        Function<Integer, Integer> lambda(int a, String b) { return x -> x + a + b.length(); }
        Supplier<String> lambdaOrder(String a, String b, int c) { return () -> b + c + a + count; }
        Supplier<Supplier<Integer>> lambdaNested(int a, int b) { return () -> { say("n"); return () -> b * a + this.count; }; }
        void lambdaBlock(List<String> l, int limit) { l.removeIf(x -> { if (x.isEmpty()) return true; for (int i = 0; i < limit; i++) if (x.charAt(i) == 'q') return false; return x.length() > 5; }); }
        Comparator<String> lambdaStatic() { return (a, b) -> a.length() - b.length(); }
        Function<Integer, Integer> refStatic() { return Constructs::twice; }
        Function<Integer, Integer> refBound() { return this::own; }
        Function<String, Integer> refUnbound() { return String::length; }
        Supplier<List<String>> refNew() { return ArrayList::new; }
        IntFunction<int[]> refArray() { return int[]::new; }
        Function<Integer, String[]> refArrayOf() { return String[]::new; }
        Supplier<String> refObject(Object a) { return a::toString; }
        Function<Integer, Integer> refVarargs() { return Constructs::all; }
        Supplier<String> refSuper() { return super::toString; }
        Supplier<Inner> refInner() { return Inner::new; }
        Runnable anonymous(int a) { return new Runnable() { int n = 3; @Override public void run() { n += a; shared = n; } }; }
        int inner() { return new Inner().value; }
        int local(int a) { class Local { int get() { return a + count; } } return new Local().get(); }
        int varargs(int a) { return all() + all(a) + all(a, 3); }
        int arrays(int a) { int[][] x = new int[a][3]; int[] y = {4, 5}; String[] z = new String[] {"p", "q"}; x[1] = y; long[] w = new long[2]; w[0] = a; return x.length + z.length + (int) w[1]; }
        Object literals() { List<Object> l = new ArrayList<>(); l.add(5); l.add(70000); l.add(5000000000L); l.add(1.25f); l.add(2.0); l.add('c'); l.add(true); l.add(String.class); l.add(int.class); l.add(null); return l; }
        <T extends Comparable<T>> T generic(List<? extends T> l) { T best = l.get(0); for (T t : l) if (t.compareTo(best) > 0) best = t; return best; }
        int stream(List<String> l) { return l.stream().filter(x -> !x.isEmpty()).map(String::trim).mapToInt(String::length).sum(); }
        int chain(Optional<Integer> o) { return o.map(x -> x + 1).filter(x -> x > 3).orElseGet(() -> 8); }
        boolean objects(Object a, List<String> b, Shape c) { return a.equals(b) && b.hashCode() == 3 || c.toString().isEmpty() || b.getClass() == a.getClass(); }
        int shadow(int a) { { int b = a + 1; say("" + b); } { int c = a + 2; say("" + c); } int d = a; return d; }
        int conditionalAssign(int a) { int b = a > 3 ? a++ : --a; return b + a; }
        int chained(int a) { int b, c; b = c = a + 1; count = shared = b; return b * c; }
        int shortCircuit(List<String> a) { int n = 0; if (a != null && !a.isEmpty() && (a.get(0) == null || a.get(0).isEmpty())) n = 2; return n; }
        boolean returnCompare(int a, int b) { return a <= b; }
        int deadCode(int a) { final boolean debug = false; if (debug) { say("never"); } int unused = 4; return a; }
        int unsigned(long a) { return (int) (a >>> 32) + (int) (a >> 3) - (int) -a; }
        int nestedTernary(int a, boolean b, boolean c) { return own(b ? c ? a : 4 : c ? twice(a) : 6); }
        void breakBlock(int a) { block: { if (a > 3) break block; say("low"); } say("end"); }
        int loopTry(int a) { while (a > 0) { try { if (a == 5) break; a--; say("t"); } finally { shared++; } } return a; }
        int doContinue(int a) { do { a--; if (a % 2 == 0) continue; say("odd"); } while (a > 0); return a; }
      }
      """;
}
