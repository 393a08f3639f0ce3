package io.tradinghub.engine;

/// Takes the engine's commands as they are made. Must not call back into the engine.
public interface CommandSink {

    void accept(EngineCommand command);
}
