package io.tradinghub.runner;

final class SystemThreadsTest extends RunnerThreadsContract {
    @Override
    RunnerThreads threads() {
        return new SystemThreads();
    }
}
