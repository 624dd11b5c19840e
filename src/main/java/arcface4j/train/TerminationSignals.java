package arcface4j.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGINT (Ctrl-C) and SIGTERM as a request to stop: the training loop asks {@link #stopRequested}
 * after every step, saves and returns. A SIGINT after the first signal ends the process at once; a
 * repeated SIGTERM changes nothing, since supervisors repeat it.
 *
 * <p>A shutdown hook would do without {@code sun.misc.Signal}, but it cannot see a second signal,
 * and other hooks take things away while the last step still runs. The class is reached by
 * reflection because javac warns of it in a way that nothing switches off. Where it is missing, or
 * the JVM was told to keep off signals ({@code -Xrs}), they end the process as they do by default.
 */
public final class TerminationSignals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TerminationSignals.class);

  /** A shell's exit code for a process that a signal ended is this plus the signal's number. */
  private static final int SIGNAL_EXIT_BASE = 128;

  private static final int SIGINT = 2;
  private static final Map<String, Integer> NUMBERS = Map.of("INT", SIGINT, "TERM", 15);

  private final AtomicInteger exitCode = new AtomicInteger();
  private final Map<Object, Object> previousHandlers = new HashMap<>();

  private TerminationSignals() {}

  /** Catches the two signals until {@link #close}. */
  public static TerminationSignals install() {
    TerminationSignals signals = new TerminationSignals();
    NUMBERS.forEach(signals::handle);
    return signals;
  }

  /** Whether a signal has come; asked after every step. */
  public boolean stopRequested() {
    return exitCode.get() != 0;
  }

  /** 130 after SIGINT, 143 after SIGTERM, as a shell reports it; the first signal counts. */
  public OptionalInt exitCode() {
    int code = exitCode.get();
    return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** Gives the signals back to whom they belonged before. */
  @Override
  public void close() {
    previousHandlers.forEach(TerminationSignals::restore);
    previousHandlers.clear();
  }

  private void received(int number) {
    int code = SIGNAL_EXIT_BASE + number;
    if (!exitCode.compareAndSet(0, code) && number == SIGINT) {
      Runtime.getRuntime().halt(code);
    }
  }

  private void handle(String name, int number) {
    try {
      Object signal = signalType().getConstructor(String.class).newInstance(name);
      previousHandlers.put(signal, install(signal, handler(number)));
    } catch (InvocationTargetException e) {
      LOG.warn("SIG{} cannot be caught: {}", name, e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} cannot be caught: no {} in this Java", name, e.getMessage());
    }
  }

  private Object handler(int number) throws ClassNotFoundException {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {handlerType()},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                received(number);
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "handler of signal " + number;
            });
  }

  private static void restore(Object signal, Object handler) {
    try {
      install(signal, handler);
    } catch (ReflectiveOperationException e) {
      LOG.warn("{} cannot be given back: {}", signal, e.getMessage());
    }
  }

  /** Returns the handler that was there before. */
  private static Object install(Object signal, Object handler) throws ReflectiveOperationException {
    return signalType()
        .getMethod("handle", signalType(), handlerType())
        .invoke(null, signal, handler);
  }

  private static Class<?> signalType() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  private static Class<?> handlerType() throws ClassNotFoundException {
    return Class.forName("sun.misc.SignalHandler");
  }
}
