import { createApp } from 'vue'
import { load_about, resume } from './api/session'
import { listen_to_keys } from './app/keys'
import { router } from './app/router'
import Shell from './app/Shell.vue'
import { language, show_language } from './lib/language'
import './styles.css'

async function start(): Promise<void> {
  show_language(language.value)
  // Without an answer the pages still open: the log-in form says that the server cannot be reached.
  await Promise.allSettled([load_about(), resume()])
  listen_to_keys()
  createApp(Shell).use(router).mount('#app')
}

void start()
